"""Writes batch_norm.json: three training steps of Keras' BatchNormalization and what follows.

Run: python make_batch_norm.py (needs keras and tensorflow).
"""

import json
import math
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import tensorflow as tf

SHAPE = (2, 3, 5, 4)


def maps(start):
    """The same formula as in the test: inputs are not stored."""
    n = math.prod(SHAPE)
    return tf.reshape([3 * math.sin(start + 1.3 * i) + i % 4 for i in range(n)], SHAPE)


layer = keras.layers.BatchNormalization()
layer.build(SHAPE)
layer.gamma.assign([0.5, 1.0, 1.5, -2.0])
layer.beta.assign([0.0, 0.1, -0.2, 3.0])
steps = []
for step in range(3):
    x = tf.Variable(maps(step))
    with tf.GradientTape() as tape:
        y = layer(x, training=True)
        loss = tf.reduce_sum(y * maps(step + 10))
    gradients = tape.gradient(loss, [x, layer.gamma.value, layer.beta.value])
    steps.append(
        {
            "y": y,
            "gradients": gradients,
            "movingMean": layer.moving_mean.numpy(),
            "movingVariance": layer.moving_variance.numpy(),
        }
    )
inference = layer(maps(3), training=False)
layer.trainable = False
frozen_x = tf.Variable(maps(4))
with tf.GradientTape() as tape:
    frozen = layer(frozen_x, training=True)
    loss = tf.reduce_sum(frozen * maps(14))


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    # Seven digits are more than the tests ask for.
    return [float(f"{number:.7g}") for number in tf.reshape(value, [-1]).numpy().tolist()]


golden = {
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "shape": SHAPE,
    **plain(
        {
            "steps": steps,
            "inference": inference,
            "frozen": frozen,
            "frozenGradient": tape.gradient(loss, frozen_x),
        }
    ),
}
Path(__file__).with_name("batch_norm.json").write_text(json.dumps(golden) + "\n")
print(golden["versions"])
