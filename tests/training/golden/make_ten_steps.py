"""Writes ten_steps.json: losses and weights of ten training steps in Keras.

Requirements: tensorflow-cpu==2.21.0 keras==3.15.1 numpy==2.4.6 (Python 3.11)
Run: python make_ten_steps.py, then deno fmt ten_steps.json, which this script writes beside itself.
`python make_ten_steps.py FILE` writes the first case at the network's own size to FILE (60 MB), for
tests/bench/ten_steps_at_full_size.ts.

The network is the original one without dropout. Initial weights, images and labels are values of
sin(i * i) for i = 0, 1, 2, ..., computed in 64 bits and rounded to 32: first kernels, at 1.4 of
Glorot's limit (so that some gradients are long enough to be clipped, yet no logit is so large that
a 32-bit probability says less than it does), then biases, then each step's images and labels.
Weights are those after the last step, 32 bits each, little-endian, layer by layer.
"""

import base64
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

N_STEPS = 10
N_LABELS = 27
ORIGINAL = {
    "loss": "binaryCrossEntropy",
    "learningRate": 1e-4,
    "learningRateSchedule": "constant",
    "warmupShare": 0.1,
    "weightDecay": 0,
    "clipNorm": 1,
}
EVERY_OTHER = {
    "loss": "binaryCrossEntropyFromLogits",
    "learningRate": 1e-3,
    "learningRateSchedule": "warmupCosine",
    "warmupShare": 0.3,
    "weightDecay": 0.5,
    "clipNorm": 0.1,
}
SMALL = {
    "imageHeightPx": 40,
    "imageWidthPx": 40,
    "convFilters": [4, 8, 8],
    "denseUnits": 16,
    "batchSize": 8,
}
FULL_SIZE = {
    "imageHeightPx": 224,
    "imageWidthPx": 224,
    "convFilters": [32, 64, 128],
    "denseUnits": 128,
    "batchSize": 32,
}


class Wave:
    """The values of sin(i * i), taken one after another."""

    def __init__(self):
        self.position = 0

    def next(self, shape):
        i = np.arange(self.position, self.position + np.prod(shape), dtype=np.float64)
        self.position += len(i)
        return np.sin(i * i).reshape(shape)


def network(settings):
    layers = [keras.Input((settings["imageHeightPx"], settings["imageWidthPx"], 3))]
    for filters in settings["convFilters"]:
        layers.append(keras.layers.Conv2D(filters, 3, activation="relu"))
        layers.append(keras.layers.MaxPooling2D(2))
    layers.append(keras.layers.Flatten())
    layers.append(keras.layers.Dense(settings["denseUnits"], activation="relu"))
    from_logits = settings["loss"] == "binaryCrossEntropyFromLogits"
    layers.append(keras.layers.Dense(N_LABELS, activation=None if from_logits else "sigmoid"))
    return keras.Sequential(layers)


def initialize(model, wave):
    def kernel_scale(shape):
        receptive_field = np.prod(shape[:-2])
        return 1.4 * np.sqrt(6 / (receptive_field * (shape[-2] + shape[-1])))

    for weight in [w for w in model.weights if len(w.shape) > 1]:
        weight.assign(kernel_scale(weight.shape) * wave.next(weight.shape))
    for bias in [w for w in model.weights if len(w.shape) == 1]:
        bias.assign(0.05 * wave.next(bias.shape))


def learning_rate(settings):
    peak = settings["learningRate"]
    if settings["learningRateSchedule"] == "constant":
        return peak
    warmup_steps = int(settings["warmupShare"] * N_STEPS)
    return keras.optimizers.schedules.CosineDecay(
        peak / (warmup_steps + 1),
        N_STEPS - warmup_steps,
        warmup_target=peak,
        warmup_steps=warmup_steps,
    )


def optimizer(settings, model):
    rate = learning_rate(settings)
    if not settings["weightDecay"]:
        return keras.optimizers.Adam(rate, clipnorm=settings["clipNorm"])
    adam_w = keras.optimizers.AdamW(
        rate,
        weight_decay=settings["weightDecay"],
        clipnorm=settings["clipNorm"],
    )
    adam_w.exclude_from_weight_decay(var_list=[w for w in model.weights if len(w.shape) == 1])
    return adam_w


def ten_steps(settings):
    model = network(settings)
    wave = Wave()
    initialize(model, wave)
    from_logits = settings["loss"] == "binaryCrossEntropyFromLogits"
    loss = keras.losses.BinaryCrossentropy(from_logits=from_logits)
    model.compile(optimizer(settings, model), loss)
    losses = []
    for _ in range(N_STEPS):
        n_images = settings["batchSize"]
        images = (wave.next((n_images, *model.input_shape[1:])) + 1) / 2
        labels = wave.next((n_images, N_LABELS)) > 0.95
        # Else the loss is the mean over all steps so far.
        model.reset_metrics()
        loss = model.train_on_batch(images.astype(np.float32), labels.astype(np.float32))
        losses.append(float(loss))
    weights = np.concatenate([w.numpy().ravel() for w in model.weights]).astype("<f4")
    return {
        "settings": settings,
        "losses": losses,
        "weights": base64.b64encode(weights.tobytes()).decode(),
    }


def main():
    if len(sys.argv) > 1:
        file, cases = Path(sys.argv[1]), [{**FULL_SIZE, **ORIGINAL}]
    else:
        file = Path(__file__).with_name("ten_steps.json")
        cases = [{**SMALL, **ORIGINAL}, {**SMALL, **EVERY_OTHER}]
    golden = {
        "versions": {
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            **{name: version(name) for name in ["keras", "numpy"]},
        },
        "cases": [ten_steps(settings) for settings in cases],
    }
    print(golden["versions"])
    file.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
