"""PyTorch's side of the benchmarks: the same network in float32, channels last."""

import platform

import torch
from serve_jobs import read_settings, serve_jobs
from torch import nn

N_WARM_UP_STEPS = 3


def poster_cnn(config, n_labels):
    """The network of lib/model/poster_cnn.ts."""
    layers, channels = [], 3
    for filters in config["convFilters"]:
        layers += [
            nn.Conv2d(channels, filters, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Dropout(config["convDropoutRate"]),
        ]
        channels = filters
    layers += [
        nn.Flatten(),
        nn.LazyLinear(config["denseUnits"]),
        nn.ReLU(),
        nn.Dropout(config["denseDropoutRate"]),
        nn.Linear(config["denseUnits"], n_labels),
        nn.Sigmoid(),
    ]
    model = nn.Sequential(*layers)
    # The lazy layer has no weights before it has seen a picture.
    model(torch.zeros(1, 3, config["imageHeightPx"], config["imageWidthPx"]))
    return model.to(memory_format=torch.channels_last)


def random_batches(settings):
    config = settings["config"]
    torch.manual_seed(config["seed"])
    shape = (config["batchSize"], 3, config["imageHeightPx"], config["imageWidthPx"])
    return [
        torch.rand(shape).to(memory_format=torch.channels_last)
        for _ in range(settings["nBatchesInMemory"])
    ]


def training(settings):
    config = settings["config"]
    model = poster_cnn(config, settings["nLabels"]).train()
    optimizer = torch.optim.Adam(model.parameters(), config["learningRate"], eps=1e-7)
    loss_function = nn.BCELoss()
    batches = [
        (images, (torch.rand(len(images), settings["nLabels"]) < 0.08).float())
        for images in random_batches(settings)
    ]

    def train(n_steps=settings["nSteps"]):
        for step in range(n_steps):
            images, labels = batches[step % len(batches)]
            optimizer.zero_grad(set_to_none=True)
            loss = loss_function(model(images), labels)
            loss.backward()
            for parameter in model.parameters():
                nn.utils.clip_grad_norm_(parameter, config["clipNorm"])
            optimizer.step()
            loss.item()
        return n_steps * config["batchSize"]

    train(N_WARM_UP_STEPS)
    return {"train": train}, model


def inference(settings):
    model = poster_cnn(settings["config"], settings["nLabels"]).eval()
    batches = random_batches(settings)

    @torch.inference_mode()
    def predict(n_steps=settings["nSteps"]):
        return sum(len(model(batches[step % len(batches)]).numpy()) for step in range(n_steps))

    predict(N_WARM_UP_STEPS)
    return {"predict": predict}, model


settings = read_settings()
jobs, model = {"training": training, "inference": inference}[settings["benchmark"]](settings)
n_parameters = sum(parameter.numel() for parameter in model.parameters())
versions = {"Python": platform.python_version(), "PyTorch": torch.__version__}
serve_jobs(jobs, versions, n_parameters)
