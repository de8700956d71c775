"""Keras' side of the benchmarks: the same network, the same work."""

import os
import platform

import keras
import numpy as np
import tensorflow as tf
from keras_networks import build_model, build_predictor
from serve_jobs import read_settings, serve_jobs

N_WARM_UP_STEPS = 3


def random_images(settings):
    config = settings["config"]
    generator = np.random.default_rng(config["seed"])
    n_images = settings["nBatchesInMemory"] * config["batchSize"]
    shape = (n_images, config["imageHeightPx"], config["imageWidthPx"], 3)
    return generator.random(shape, dtype=np.float32), generator


def batch_bounds(n_images, batch_size):
    return [(start, start + batch_size) for start in range(0, n_images, batch_size)]


def training(settings):
    config = settings["config"]
    batch_size = config["batchSize"]
    if config["precision"] == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    model = build_model(config, settings["nLabels"])
    model.compile(
        optimizer=keras.optimizers.Adam(config["learningRate"], clipnorm=config["clipNorm"]),
        loss="binary_crossentropy",
    )
    images, generator = random_images(settings)
    labels = (generator.random((len(images), settings["nLabels"])) < 0.08).astype(np.float32)
    # Tensors, so that no step copies them.
    batches = [
        (tf.constant(images[start:end]), tf.constant(labels[start:end]))
        for start, end in batch_bounds(len(images), batch_size)
    ]

    def train(n_steps=settings["nSteps"]):
        for step in range(n_steps):
            model.train_on_batch(*batches[step % len(batches)])
        return n_steps * batch_size

    train(N_WARM_UP_STEPS)
    return {"train": train}, model.count_params()


def inference(settings):
    config = settings["config"]
    batch_size = config["batchSize"]
    model = build_predictor(config, settings["nLabels"])
    images, _ = random_images(settings)
    n_in_memory = settings["nBatchesInMemory"]
    # One array, so that predict() is called once and its start costs little.
    in_turn = [step % n_in_memory for step in range(settings["nSteps"])]
    images = np.concatenate([images[i * batch_size : (i + 1) * batch_size] for i in in_turn])

    def predict():
        return len(model.predict(images, batch_size=batch_size, verbose=0))

    predict()
    return {"predict": predict}, model.count_params()


def decoded_posters(settings, **resizing):
    config = settings["config"]
    size = (config["imageHeightPx"], config["imageWidthPx"])

    def read_poster(file):
        image = tf.io.decode_jpeg(tf.io.read_file(file), channels=3)
        return tf.image.resize(image, size, **resizing) / 255.0

    # An iterator waits at its end for the autotuner, whose thread sleeps 10 ms, 20, 40 and so on:
    # runs would take 2.56 or 20.48 seconds and nothing between. Without it, AUTOTUNE is the cores.
    options = tf.data.Options()
    options.autotune.enabled = False
    return (
        tf.data.Dataset.from_tensor_slices(settings["posterFiles"])
        .map(read_poster, num_parallel_calls=tf.data.AUTOTUNE)
        .with_options(options)
    )


def predict_posters(settings):
    config = settings["config"]
    model = build_predictor(config, settings["nLabels"])
    batches = decoded_posters(settings).batch(config["batchSize"]).prefetch(tf.data.AUTOTUNE)

    def predict():
        return len(model.predict(batches, verbose=0))

    predict()
    return {"predict": predict}, model.count_params()


def pipeline(settings):
    config = settings["config"]
    decoded = decoded_posters(settings)

    def to_bytes(image):
        return tf.cast(tf.round(image * 255), tf.uint8)

    def to_floats(images):
        return tf.cast(images, tf.float32) / 255.0

    def batches(dataset):
        return dataset.batch(config["batchSize"])

    def cached(dataset, name):
        return dataset.cache(os.path.join(settings["cacheDir"], name))

    # Both ways to keep pictures: four bytes a value as they are used, or one byte as ours are.
    datasets = {
        "decode": batches(decoded),
        "decodeFiltered": batches(decoded_posters(settings, method="lanczos3", antialias=True)),
        "readFloats": batches(cached(decoded, "floats")),
        "readBytes": batches(cached(decoded.map(to_bytes), "bytes")).map(
            to_floats, num_parallel_calls=tf.data.AUTOTUNE
        ),
    }

    def job(dataset):
        return lambda: sum(len(batch) for batch in dataset)

    jobs = {name: job(dataset.prefetch(tf.data.AUTOTUNE)) for name, dataset in datasets.items()}
    # Fills the caches.
    for run in jobs.values():
        run()
    return jobs, None


settings = read_settings()
jobs, n_parameters = {
    "training": training,
    "inference": inference,
    "predict": predict_posters,
    "pipeline": pipeline,
}[settings["benchmark"]](settings)
versions = {
    "Python": platform.python_version(),
    "Keras": keras.__version__,
    "TensorFlow": tf.__version__,
}
serve_jobs(jobs, versions, n_parameters)
