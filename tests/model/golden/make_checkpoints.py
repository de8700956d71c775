"""Writes small checkpoints (*.pth), all but zip.pth in PyTorch's legacy format, and every_type.json.

Requirements: torch==2.13.0 (Python 3.11)
Run: python make_checkpoints.py, which writes beside itself.
"""

import collections
import json
import pathlib

import torch

here = pathlib.Path(__file__).parent


def save(value, name):
    torch.save(value, here / f"{name}.pth", _use_new_zipfile_serialization=False)


def ramp(*shape, dtype=torch.float32):
    return torch.arange(1, 1 + torch.Size(shape).numel()).reshape(shape).to(dtype)


shared = ramp(12)
state = collections.OrderedDict(
    contiguous=ramp(2, 3) / 7,
    # As a kernel [height, width, in, out] that was permuted to [out, in, height, width].
    permuted=ramp(3, 2, 2, 4).permute(3, 2, 0, 1),
    every_second=shared[1::2],
    tail=shared[9:],
    scalar=torch.tensor(-1.5),
    one_row=ramp(1, 4).t(),
    empty=torch.zeros(0, 3),
    float64=torch.tensor([0.1, 1e300], dtype=torch.float64),
    int64=torch.tensor([-(2**62), 3]),
    int32=torch.tensor([-(2**31), 3], dtype=torch.int32),
    int16=torch.tensor([-300, 3], dtype=torch.int16),
    int8=torch.tensor([-3, 3], dtype=torch.int8),
    uint8=torch.tensor([250, 3], dtype=torch.uint8),
    bool=torch.tensor([True, False]),
)
save(state, "every_type")
(here / "every_type.json").write_text(
    json.dumps(
        {
            name: {
                "shape": list(tensor.shape),
                # As texts: JSON's numbers would lose the large integers.
                "data": [repr(value) for value in tensor.flatten().tolist()],
            }
            for name, tensor in state.items()
        },
        indent=2,
    )
    + "\n"
)

torch.manual_seed(1)
network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, bias=False), torch.nn.BatchNorm2d(4))
save(network.state_dict(), "network")

save({"half": torch.zeros(2, dtype=torch.float16)}, "half")
save({"expanded": torch.zeros(1).expand(1000)}, "expanded")
save({"epoch": 3}, "no_tensor")
torch.save({"a": torch.zeros(1)}, here / "zip.pth")
