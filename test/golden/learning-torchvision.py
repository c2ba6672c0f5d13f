"""Reference numbers for src/learning from torchvision's own resnet18, resnet34 and resnet50.

    /usr/bin/python3 test/golden/learning-torchvision.py      writes learning-torchvision.json

Run with torch 1.13 and torchvision 0.14. Weights and inputs are computed by formulas that the tests compute too
(test/unit/learning/torchvision-golden.ts), so that the golden file contains only results: the logits with running and
with batch statistics, and every batch-norm buffer after one step in training mode. Of the larger networks' buffers, the
product with a wave and the length are kept: any wrong entry changes one of them.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torchvision


def chirp(count, phase):
    """sin(0.9 j + 0.001 j² + 0.013 (i - j) + phase), j = i mod 8191, i = 0..count - 1.

    No two rows of it are alike, unlike those of a plain wave.
    """
    i = np.arange(count, dtype=np.float64)
    j = i % 8191
    return np.sin(0.9 * j + 0.001 * j * j + 0.013 * (i - j) + phase)


def fill(network):
    """Fills every tensor of the state dictionary by a formula, whose phase is the tensor's place in the dictionary."""
    names = [name for name in network.state_dict() if not name.endswith("num_batches_tracked")]
    for place, name in enumerate(names):
        tensor = network.state_dict()[name]
        values = chirp(tensor.numel(), 0.6 * place)
        if tensor.dim() > 1:
            values = values * np.sqrt(2 / tensor[0].numel())
        elif name.endswith("running_var") or name.endswith("weight"):
            values = 1 + 0.4 * values
        else:
            values = 0.2 * values
        tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))
    return names


def numbers(tensor, digits=7):
    return [float(f"{value:.{digits}g}") for value in tensor.detach().double().flatten().tolist()]


def case(build, channels, classes, batch, size, whole):
    network = build(weights=None, num_classes=classes)
    if channels != 3:
        network.conv1 = torch.nn.Conv2d(channels, 64, 7, 2, 3, bias=False)
    with torch.no_grad():
        names = fill(network)
        # The formula goes over [batch, height, width, channels], the layout under test.
        values = 0.5 + 0.5 * chirp(batch * size * size * channels, 0.3)
        x = torch.tensor(values, dtype=torch.float32).reshape(batch, size, size, channels).permute(0, 3, 1, 2)
        inference = network.eval()(x.contiguous())
        logits = network.train()(x.contiguous())
    buffers = {
        name: numbers(tensor)
        if whole
        else [
            float(np.dot(tensor.double().numpy(), chirp(tensor.numel(), 0.5))),
            float(tensor.double().norm()),
        ]
        for name, tensor in network.named_buffers()
        if not name.endswith("num_batches_tracked")
    }
    return {
        "channels": channels,
        "classes": classes,
        "batch": batch,
        "size": size,
        "names": " ".join(names),
        "inference": numbers(inference),
        "logits": numbers(logits),
        "buffers": buffers,
    }


models = torchvision.models
golden = {
    # Like an exported model: four channels, HPA's classes.
    "resnet18": case(models.resnet18, 4, 19, 2, 64, True),
    "resnet34": case(models.resnet34, 3, 10, 2, 33, False),
    "resnet50": case(models.resnet50, 3, 10, 4, 33, False),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
