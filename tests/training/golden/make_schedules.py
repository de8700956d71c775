"""Writes schedules.json: learning rates of whole runs as PyTorch's schedulers give them.

Requirements: torch==2.13.0 (Python 3.11)
Run: python make_schedules.py, then deno fmt schedules.json, which this script writes beside itself.
"""

import json
import math
import platform
from pathlib import Path

import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, OneCycleLR, SequentialLR


def rates_of(make_scheduler, peak, total_steps):
    """The rate of each update, in order."""
    optimizer = SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    scheduler = make_scheduler(optimizer)
    rates = []
    for _ in range(total_steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step() if len(rates) < total_steps else None
    return rates


def warmup_cosine(total_steps, share):
    """The rise goes from peak / (w + 1) in equal steps, so that no update has the rate 0."""
    w = math.floor(share * total_steps)

    def make(optimizer):
        cosine = CosineAnnealingLR(optimizer, T_max=total_steps - w)
        if w == 0:
            return cosine
        rise = LinearLR(optimizer, start_factor=1 / (w + 1), total_iters=w)
        return SequentialLR(optimizer, [rise, cosine], milestones=[w])

    return make


def one_cycle(total_steps, share, peak):
    return lambda optimizer: OneCycleLR(
        optimizer,
        max_lr=peak,
        total_steps=total_steps,
        pct_start=share,
        cycle_momentum=False,
    )


def main():
    cases = []
    for total_steps, share, peak in [(40, 0.1, 1e-3), (17, 0.3, 0.5), (10, 0.0, 2e-4), (9, 0.9, 1)]:
        setting = {"totalSteps": total_steps, "warmupShare": share, "learningRate": peak}
        make = warmup_cosine(total_steps, share)
        rates = rates_of(make, peak, total_steps)
        cases.append({**setting, "learningRateSchedule": "warmupCosine", "rates": rates})
        rates = rates_of(one_cycle(total_steps, share, peak), peak, total_steps)
        cases.append({**setting, "learningRateSchedule": "oneCycle", "rates": rates})
    golden = {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "cases": cases,
    }
    Path(__file__).with_name("schedules.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
