"""Writes updates.json: what Keras' optimizers and TensorFlow's moving average make of weights.

Requirements: tensorflow-cpu==2.21.0 keras==3.15.1 numpy==2.4.6 (Python 3.11)
Run: python make_updates.py, then deno fmt updates.json, which this script writes beside itself.

A kernel and a bias get the same gradients in each case; weights are those after each update. The
bias is excluded from weight decay. Numbers are of 32 bits.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(11)
KERNEL = rng.standard_normal((3, 2)).round(3).astype(np.float32)
BIAS = rng.standard_normal(2).round(3).astype(np.float32)
# Some norms are above 1, some below.
SCALES = [0.2, 3.0, 1.0, 0.1, 5.0]
GRADIENTS = [
    [(s * rng.standard_normal((3, 2))).round(3), (s * rng.standard_normal(2)).round(3)]
    for s in SCALES
]
RATES = [0.02, 0.05, 0.1, 0.05, 0.01]


def numbers(values):
    """A variable or array as nested lists."""
    return np.asarray(values, dtype=np.float64).tolist()


def updates(weight_decay, **clip):
    kernel, bias = keras.Variable(KERNEL, name="kernel"), keras.Variable(BIAS, name="bias")
    if weight_decay:
        optimizer = keras.optimizers.AdamW(RATES[0], weight_decay=weight_decay, **clip)
        optimizer.exclude_from_weight_decay(var_list=[bias])
    else:
        optimizer = keras.optimizers.Adam(RATES[0], **clip)
    return weights_after_each(optimizer, kernel, bias)


def weights_after_each(optimizer, kernel, bias):
    optimizer.build([kernel, bias])
    weights = []
    for rate, gradients in zip(RATES, GRADIENTS):
        optimizer.learning_rate = rate
        tensors = [tf.constant(g, tf.float32) for g in gradients]
        optimizer.apply(tensors, [kernel, bias])
        weights.append([numbers(kernel), numbers(bias)])
    return weights


def muon_updates(weight_decay, **clip):
    """The kernel by Muon, the bias by Adam."""
    kernel, bias = keras.Variable(KERNEL, name="kernel"), keras.Variable(BIAS, name="bias")
    optimizer = keras.optimizers.Muon(
        RATES[0], weight_decay=weight_decay or None, adam_weight_decay=None, **clip
    )
    return weights_after_each(optimizer, kernel, bias)


def averages(decay):
    """Average after each update of a variable that takes the values of VALUES."""
    variable = tf.Variable(VALUES[0])
    n_updates = tf.Variable(0.0)
    average = tf.train.ExponentialMovingAverage(decay, num_updates=n_updates)
    average.apply([variable])  # starts with the value
    found = []
    for i, value in enumerate(VALUES[1:]):
        variable.assign(value)
        n_updates.assign(i + 1.0)
        average.apply([variable])
        found.append(numbers(average.average(variable)))
    return found


VALUES = rng.standard_normal((12, 3)).round(3).astype(np.float32)


def main():
    cases = [
        {"clipNorm": 0, "clipGlobalNorm": 0, "weightDecay": 0, "weights": updates(0)},
        {"clipNorm": 1, "clipGlobalNorm": 0, "weightDecay": 0, "weights": updates(0, clipnorm=1.0)},
        {
            "clipNorm": 0,
            "clipGlobalNorm": 1,
            "weightDecay": 0,
            "weights": updates(0, global_clipnorm=1.0),
        },
        {"clipNorm": 0, "clipGlobalNorm": 0, "weightDecay": 0.1, "weights": updates(0.1)},
        {
            "clipNorm": 0,
            "clipGlobalNorm": 0.5,
            "weightDecay": 0.4,
            "weights": updates(0.4, global_clipnorm=0.5),
        },
    ]
    muon_cases = [
        {"clipNorm": 0, "clipGlobalNorm": 0, "weightDecay": 0, "weights": muon_updates(0)},
        {
            "clipNorm": 1,
            "clipGlobalNorm": 0,
            "weightDecay": 0,
            "weights": muon_updates(0, clipnorm=1.0),
        },
        {
            "clipNorm": 0,
            "clipGlobalNorm": 0.5,
            "weightDecay": 0.4,
            "weights": muon_updates(0.4, global_clipnorm=0.5),
        },
    ]
    golden = {
        "versions": {
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            **{name: version(name) for name in ["keras", "numpy"]},
        },
        "kernel": numbers(KERNEL),
        "bias": numbers(BIAS),
        "gradients": [[numbers(g) for g in pair] for pair in GRADIENTS],
        "learningRates": RATES,
        "optimizers": cases,
        "muon": muon_cases,
        "average": {
            "values": numbers(VALUES),
            "cases": [{"decay": d, "averages": averages(d)} for d in [0.3, 0.5, 0.999]],
        },
    }
    Path(__file__).with_name("updates.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
