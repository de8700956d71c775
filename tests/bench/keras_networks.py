"""The networks of lib/model/ in Keras, layer for layer."""

import math

import keras
from keras import layers


def build_model(config, n_labels):
    """The network of a configuration, as lib/model/build_model.ts."""
    model = _MAKERS[config["architecture"]](config, n_labels)
    if config["frozenBatchNorm"]:
        for layer in model.layers:
            if isinstance(layer, layers.BatchNormalization):
                layer.trainable = False
    return model


def build_predictor(config, n_labels):
    """The mean over networks, sizes and mirror images, as lib/model/predict.ts computes it."""
    scales = config["testTimeScales"]
    # Networks that are asked at several sizes must take any.
    any_size = {"imageHeightPx": None, "imageWidthPx": None} if scales != [1] else {}
    networks = [build_model({**config, **any_size}, n_labels) for _ in range(config["ensembleSize"])]
    image = keras.Input(_image_shape(config))
    outputs = []
    for scale in scales:
        size = [max(1, int(side * scale / 8 + 0.5)) * 8 for side in _image_shape(config)[:2]]
        resized = image if scale == 1 else keras.ops.image.resize(image, size)
        pictures = [resized]
        if config["testTimeFlips"]:
            pictures.append(keras.ops.flip(resized, axis=2))
        outputs += [network(picture) for network in networks for picture in pictures]
    return keras.Model(image, layers.Average()(outputs) if len(outputs) > 1 else outputs[0])


def poster_cnn(config, n_labels):
    """lib/model/poster_cnn.ts."""
    stack = [keras.Input(_image_shape(config))]
    for filters in config["convFilters"]:
        stack += [
            layers.Conv2D(filters, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(config["convDropoutRate"]),
        ]
    stack += [
        layers.Flatten(),
        layers.Dense(config["denseUnits"], activation="relu"),
        layers.Dropout(config["denseDropoutRate"]),
        # float32 under mixed precision too, as Keras' guide has it.
        layers.Dense(n_labels, activation="sigmoid", dtype="float32"),
    ]
    return keras.Sequential(stack)


def residual_cnn(config, n_labels):
    """lib/model/residual_cnn.ts."""
    image = keras.Input(_image_shape(config))
    maps = _convolution(image, config["residualFilters"][0], 3, 2, 0)
    maps = layers.MaxPooling2D(3, 2, "same")(maps)
    for i, filters in enumerate(config["residualFilters"]):
        strides = 1 if i == 0 else 2
        skipped = maps
        if strides != 1 or maps.shape[-1] != filters:
            skipped = _convolution(maps, filters, 1, strides, None)
        maps = _convolution(maps, filters, 3, strides, 0)
        maps = _convolution(maps, filters, 3, 1, None)
        maps = layers.ReLU()(layers.Add()([maps, skipped]))
    return _with_head(image, maps, config, n_labels)


def efficientnet_lite(width, depth):
    """Maker of a variant of lib/model/efficientnet_lite.ts."""
    # Repeats, kernel, step, expansion, filters.
    stages = [
        (1, 3, 1, 1, 16),
        (2, 3, 2, 6, 24),
        (2, 5, 2, 6, 40),
        (3, 3, 2, 6, 80),
        (3, 5, 1, 6, 112),
        (4, 5, 2, 6, 192),
        (1, 3, 1, 6, 320),
    ]

    def make(config, n_labels):
        image = keras.Input(_image_shape(config))
        maps = layers.Rescaling(255 / 128, -127 / 128)(image)
        maps = _convolution(maps, 32, 3, 2, 6)
        for stage, (repeats, kernel, step, expansion, filters) in enumerate(stages):
            is_end = stage in (0, len(stages) - 1)
            for i in range(repeats if is_end else math.ceil(depth * repeats)):
                maps = _inverted_residual(
                    maps, kernel, step if i == 0 else 1, expansion, _round_filters(filters * width)
                )
        maps = _convolution(maps, 1280, 1, 1, 6)
        return _with_head(image, maps, config, n_labels)

    return make


def _inverted_residual(maps, kernel, strides, expansion, filters):
    channels = maps.shape[-1]
    expanded = maps if expansion == 1 else _convolution(maps, channels * expansion, 1, 1, 6)
    filtered = layers.DepthwiseConv2D(kernel, strides, "same", use_bias=False)(expanded)
    filtered = layers.ReLU(6)(layers.BatchNormalization()(filtered))
    projected = _convolution(filtered, filters, 1, 1, None)
    if strides != 1 or channels != filters:
        return projected
    return layers.Add()([projected, maps])


def _convolution(maps, filters, kernel, strides, relu_limit):
    """Convolution and batch normalization; then ReLU, unlimited for 0, none for None."""
    maps = layers.Conv2D(filters, kernel, strides, "same", use_bias=False)(maps)
    maps = layers.BatchNormalization()(maps)
    return maps if relu_limit is None else layers.ReLU(relu_limit or None)(maps)


def _with_head(image, maps, config, n_labels):
    features = layers.GlobalAveragePooling2D()(maps)
    kept = layers.Dropout(config["denseDropoutRate"])(features)
    output = layers.Dense(n_labels, activation="sigmoid", dtype="float32")
    return keras.Model(image, output(kept))


def _round_filters(wanted):
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


def _image_shape(config):
    return (config["imageHeightPx"], config["imageWidthPx"], 3)


_MAKERS = {
    "posterCnn": poster_cnn,
    "residualCnn": residual_cnn,
    "efficientnetLite0": efficientnet_lite(1.0, 1.0),
    "efficientnetLite1": efficientnet_lite(1.0, 1.1),
    "efficientnetLite2": efficientnet_lite(1.1, 1.2),
}
