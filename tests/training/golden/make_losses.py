"""Writes losses.json: losses and their gradients as PyTorch, timm and Keras give them.

Requirements: torch==2.13.0 timm==1.0.31 keras==3.15.1 numpy==2.4.6 (Python 3.11). Of timm one
file is loaded by itself, so that its other requirements need not be there.
Run: KERAS_BACKEND=torch python make_losses.py, then deno fmt losses.json, which this script writes
beside itself.

All losses are means over movies and labels; gradients are with respect to the logits, except those
of the losses on probabilities. Numbers are of 64 bits, timm's of 32.
"""

import importlib.util
import json
import platform
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits


def load_timm_loss():
    root = Path(importlib.util.find_spec("timm").origin).parent
    spec = importlib.util.spec_from_file_location("asl", root / "loss" / "asymmetric_loss.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.AsymmetricLossMultiLabel


def value_and_gradient(loss_of, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    loss = loss_of(x)
    loss.backward()
    return {"loss": loss.item(), "gradient": x.grad.tolist()}


def main():
    keras.config.set_floatx("float64")
    rng = np.random.default_rng(7)
    n_samples, n_labels = 5, 4
    logits = (3 * rng.standard_normal((n_samples, n_labels))).round(3)
    # Beyond what a 32-bit probability can tell from 0 and 1.
    logits[0] = [30.0, -30.0, 120.0, -120.0]
    y_true = (rng.random((n_samples, n_labels)) < 0.4).astype(float)
    y_true[0] = [0, 1, 0, 1]
    weights = [1.0, 2.5, 10.0, 0.5]
    targets = torch.tensor(y_true)

    from_logits = []
    for smoothing, pos_weight in [(0, None), (0, weights), (0.1, None), (0.2, weights)]:
        smooth = targets * (1 - smoothing) + smoothing / 2
        weight = None if pos_weight is None else torch.tensor(pos_weight, dtype=torch.float64)
        of = lambda z: binary_cross_entropy_with_logits(z, smooth, pos_weight=weight)
        case = {"labelSmoothing": smoothing, "positiveWeights": pos_weight}
        from_logits.append({**case, **value_and_gradient(of, logits)})

    # Keras' own smoothing; away from its limits 1e-7 and 1 - 1e-7, which differ between precisions.
    probabilities = rng.uniform(0.01, 0.99, (n_samples, n_labels)).round(4)
    on_probabilities = []
    for smoothing in [0, 0.1]:
        keras_loss = keras.losses.BinaryCrossentropy(label_smoothing=smoothing)
        of = lambda p: keras_loss(targets, p)
        case = {"labelSmoothing": smoothing}
        on_probabilities.append({**case, **value_and_gradient(of, probabilities)})

    asymmetric = []
    make_loss = load_timm_loss()
    # timm computes in 32 bits and cuts logarithms off at 1e-8: no extreme logits here.
    mild = np.clip(logits, -5, 5)
    for gamma_positive, gamma_negative, margin, pos_weight in [
        (0, 4, 0.05, None),
        (1, 4, 0.05, None),
        (0, 2, 0.2, weights),
        (2, 3, 0, weights),
        (0, 0, 0, None),
    ]:
        of = make_loss(
            gamma_neg=gamma_negative,
            gamma_pos=gamma_positive,
            clip=margin,
            reduction="mean",
            pos_weight=None if pos_weight is None else torch.tensor(pos_weight),
        )
        case = {
            "gammaPositive": gamma_positive,
            "gammaNegative": gamma_negative,
            "margin": margin,
            "positiveWeights": pos_weight,
        }
        asymmetric.append({**case, **value_and_gradient(lambda z: of(z, targets), mild)})

    golden = {
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ["torch", "timm", "keras", "numpy"]},
        },
        "yTrue": y_true.astype(int).tolist(),
        "fromLogits": {"logits": logits.tolist(), "cases": from_logits},
        "onProbabilities": {"probabilities": probabilities.tolist(), "cases": on_probabilities},
        "asymmetric": {"logits": mild.tolist(), "cases": asymmetric},
    }
    Path(__file__).with_name("losses.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
