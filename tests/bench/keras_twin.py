"""The original network in Keras on one of our data sets: what train_keras_twin.ts starts.

Reads settings as one line of JSON on standard input, writes messages as lines of JSON on standard
output, and keeps all that it needs to go on in the run's folder `checkpoints/`. Pictures are
decoded and squeezed by TensorFlow (Lanczos, antialiased), not by the library that our own
training uses, so that a fault of the one would show beside the other.
"""

import hashlib
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras_networks import poster_cnn

# Libraries print where they like; the messages keep standard output to themselves.
_messages = sys.stdout
sys.stdout = sys.stderr

# Keras' epsilon, and that of lib/metrics/binary_cross_entropy.ts.
EPSILON = 1e-7
PREDICTION_BATCH_SIZE = 64


def tell(**message):
    _messages.write(json.dumps(message) + "\n")
    _messages.flush()


def tell_progress(label, done, total, note=None):
    progress = {"label": label, "done": done, "total": total, "unit": "posters"}
    tell(progress={**progress, "note": note} if note else progress)


def write_aside(file, write):
    """Writes under another name and renames, so that a crash leaves no half file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(file.name + ".part")
    with open(aside, "wb") as stream:
        write(stream)
    os.replace(aside, file)


def write_json(file, value):
    write_aside(file, lambda stream: stream.write(json.dumps(value).encode()))


# Data


def make_decoder(height, width):
    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def decode(file):
        image = tf.io.decode_image(tf.io.read_file(file), channels=3, expand_animations=False)
        image = tf.ensure_shape(image, [None, None, 3])
        image = tf.image.resize(image, (height, width), method="lanczos3", antialias=True)
        return tf.cast(tf.clip_by_value(tf.round(image), 0, 255), tf.uint8)

    def decode_or_error(file):
        try:
            return decode(str(file)).numpy()
        except (tf.errors.InvalidArgumentError, tf.errors.NotFoundError) as error:
            return error

    return decode_or_error


def decode_part(part, samples, settings):
    """Pictures of a part as bytes, [n, height, width, 3], decoded once and kept in a file."""
    config = settings["config"]
    shape = (config["imageHeightPx"], config["imageWidthPx"], 3)
    pixel_file = Path(settings["cacheDir"]) / f"{part}.u8"
    id_file = pixel_file.with_suffix(".json")
    if not id_file.exists():
        decode = make_decoder(*shape[:2])
        posters = Path(settings["dataDir"]) / "posters"
        kept = []

        def write(stream):
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                images = pool.map(decode, [posters / f"{s['imdbId']}.jpg" for s in samples])
                for done, (sample, image) in enumerate(zip(samples, images), 1):
                    if isinstance(image, Exception):
                        tell(skipped={"imdbId": sample["imdbId"], "reason": image.message})
                    else:
                        stream.write(image.tobytes())
                        kept.append(sample["imdbId"])
                    if done % 100 == 0 or done == len(samples):
                        tell_progress(f"decoding {part}", done, len(samples))

        write_aside(pixel_file, write)
        write_json(id_file, kept)
    imdb_ids = json.loads(id_file.read_text())
    labels_of = {sample["imdbId"]: sample["labels"] for sample in samples}
    labels = np.zeros((len(imdb_ids), settings["nLabels"]), np.float32)
    for row, imdb_id in enumerate(imdb_ids):
        labels[row, labels_of[imdb_id]] = 1
    pixels = np.memmap(pixel_file, np.uint8, "r", shape=(len(imdb_ids), *shape))
    return {"imdbIds": imdb_ids, "pixels": pixels, "labels": labels}


def batches(data, order, batch_size):
    """Pictures in [0, 1] and labels, in the given order."""
    pixels, labels = data["pixels"], data["labels"]

    def read(rows):
        return pixels[rows], labels[rows]

    def to_tensors(rows):
        images, targets = tf.numpy_function(read, [rows], (tf.uint8, tf.float32))
        images = tf.ensure_shape(images, [None, *pixels.shape[1:]])
        targets = tf.ensure_shape(targets, [None, labels.shape[1]])
        return tf.cast(images, tf.float32) / 255.0, targets

    rows = tf.data.Dataset.from_tensor_slices(np.asarray(order, np.int64)).batch(batch_size)
    return rows.map(to_tensors, num_parallel_calls=1).prefetch(2)


# Network


def make_model(config, n_labels):
    keras.utils.set_random_seed(config["seed"])
    model = poster_cnn(config, n_labels)
    optimizer = keras.optimizers.Adam(
        config["learningRate"], clipnorm=config["clipNorm"] or None
    )
    # XLA's kernels are slower on a processor.
    model.compile(optimizer=optimizer, loss="binary_crossentropy", jit_compile=False)
    optimizer.build(model.trainable_variables)
    return model


def reseed_dropout(model, seed, epoch):
    """The masks of an epoch follow from the seed and the epoch: a resumed run has the same."""
    dropouts = [layer for layer in model.layers if isinstance(layer, keras.layers.Dropout)]
    for layer, mask_seed in zip(
        dropouts, np.random.SeedSequence([seed, epoch]).generate_state(len(dropouts))
    ):
        state = layer.seed_generator.state
        state.assign(np.array([mask_seed, 0], dtype=state.dtype))


def save_values(file, variables):
    write_aside(file, lambda stream: np.savez(stream, *[v.numpy() for v in variables]))


def restore_values(file, variables):
    with np.load(file) as saved:
        for variable, name in zip(variables, saved.files, strict=True):
            variable.assign(saved[name])


def predict(model, data, label):
    order = range(len(data["labels"]))
    tell_progress(label, 0, len(order))
    scores = model.predict(batches(data, order, PREDICTION_BATCH_SIZE), verbose=0)
    tell_progress(label, len(order), len(order))
    return scores


def binary_cross_entropy(labels, scores):
    p = np.clip(scores.astype(np.float64), EPSILON, 1 - EPSILON)
    return float(-np.mean(labels * np.log(p) + (1 - labels) * np.log1p(-p)))


# Training


class Progress(keras.callbacks.Callback):
    def __init__(self, label, n_samples, batch_size):
        super().__init__()
        self.label, self.n_samples, self.batch_size = label, n_samples, batch_size

    def on_train_batch_end(self, batch, logs=None):
        done = min((batch + 1) * self.batch_size, self.n_samples)
        tell_progress(self.label, done, self.n_samples, f"loss {logs['loss']:.4f}")


def train_epoch(model, data, config, epoch):
    n_samples, batch_size = len(data["labels"]), config["batchSize"]
    order = np.random.default_rng([config["seed"], epoch]).permutation(n_samples)
    reseed_dropout(model, config["seed"], epoch)
    progress = Progress(f"epoch {epoch}/{config['epochs']}", n_samples, batch_size)
    started = time.perf_counter()
    fitted = model.fit(
        batches(data, order, batch_size), epochs=1, verbose=0, callbacks=[progress]
    )
    seconds = time.perf_counter() - started
    return {
        "trainLoss": fitted.history["loss"][0],
        "seconds": seconds,
        "imagesPerSecond": n_samples / seconds,
    }


def main():
    settings = json.loads(sys.stdin.readline())
    config = settings["config"]
    manifest = json.loads(Path(settings["manifestFile"]).read_text())
    settings["nLabels"] = len(manifest["labels"])
    parts = {
        part: decode_part(part, [s for s in manifest["samples"] if s["part"] == part], settings)
        for part in ("train", "val", "test")
    }

    checkpoints = Path(settings["runDir"]) / "checkpoints"
    state_file = checkpoints / "keras.json"
    best_file = checkpoints / "best.npz"
    model = make_model(config, settings["nLabels"])
    tell(
        versions={"Keras": keras.__version__, "TensorFlow": tf.__version__},
        nParameters=model.count_params(),
    )
    everything = [*model.weights, *model.optimizer.variables]

    def values_file(epoch):
        return checkpoints / f"epoch-{epoch:04}.npz"

    if state_file.exists():
        state = json.loads(state_file.read_text())
        restore_values(values_file(state["epoch"]), everything)
    else:
        state = {"epoch": -1, "bestEpoch": -1, "bestValLoss": None, "rows": []}
        state["valImdbIds"] = parts["val"]["imdbIds"]

    def validate_and_keep(epoch, trained):
        scores = predict(model, parts["val"], f"epoch {epoch} validation")
        val_loss = binary_cross_entropy(parts["val"]["labels"], scores)
        if not np.isfinite(val_loss):
            raise ValueError(f"the validation loss of epoch {epoch} is {val_loss}")
        scores_file = checkpoints / f"val-{epoch:04}.f32"
        write_aside(scores_file, lambda stream: stream.write(scores.astype("<f4").tobytes()))
        save_values(values_file(epoch), everything)
        if state["bestValLoss"] is None or val_loss < state["bestValLoss"]:
            save_values(best_file, model.weights)
            state.update(bestEpoch=epoch, bestValLoss=val_loss)
        step = int(model.optimizer.iterations.numpy())
        row = {"epoch": epoch, "step": step, "valLoss": val_loss, **trained}
        state.update(epoch=epoch, rows=[*state["rows"], row])
        # Last, as it says which of the files count.
        write_json(state_file, state)
        # The epoch before stays: to go on from it, take the last row out of the state.
        if epoch > 1:
            values_file(epoch - 2).unlink(missing_ok=True)
        tell(epoch=epoch)

    if state["epoch"] < 0:
        validate_and_keep(0, {"trainLoss": None, "seconds": None, "imagesPerSecond": None})
    while (
        state["epoch"] < config["epochs"]
        and state["epoch"] - state["bestEpoch"] < config["patienceEpochs"]
    ):
        epoch = state["epoch"] + 1
        validate_and_keep(epoch, train_epoch(model, parts["train"], config, epoch))

    write_scores(model, parts, settings, best_file)


def write_scores(model, parts, settings, best_file):
    """The best epoch's probabilities, in the format of lib/evaluation/run_scores.ts."""
    weights_sha256 = hashlib.sha256(best_file.read_bytes()).hexdigest()
    for part in ("val", "test"):
        file = Path(settings["runDir"]) / "scores" / f"{part}.json"
        if file.exists() and json.loads(file.read_text())["weightsSha256"] == weights_sha256:
            continue
        restore_values(best_file, model.weights)
        scores = predict(model, parts[part], f"scoring {part}")
        write_json(
            file,
            {
                "weightsSha256": weights_sha256,
                "imdbIds": parts[part]["imdbIds"],
                "yScore": scores.astype(np.float64).tolist(),
            },
        )


main()
