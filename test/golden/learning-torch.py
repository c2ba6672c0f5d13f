"""Reference numbers for src/learning from PyTorch: networks, focal loss, optimisers.

    /usr/bin/python3 test/golden/learning-torch.py      writes learning-torch.json

Weights and inputs are computed by formulas that the test computes too, so that the golden file contains only results.
ResNet v1.5 is written here in plain torch with torchvision's module names.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional


def wave(count, phase):
    """sin(1.7 i + phase), i = 0..count - 1, in double precision."""
    return np.sin(1.7 * np.arange(count) + phase)


def normalised(inputs, outputs, kernel, stride=1):
    return (
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, bias=False),
        nn.BatchNorm2d(outputs),
    )


class Block(nn.Module):
    def __init__(self, kind, inputs, inner, outputs, stride):
        super().__init__()
        if kind == "basic":
            self.conv1, self.bn1 = normalised(inputs, inner, 3, stride)
            self.conv2, self.bn2 = normalised(inner, outputs, 3)
        else:
            self.conv1, self.bn1 = normalised(inputs, inner, 1)
            self.conv2, self.bn2 = normalised(inner, inner, 3, stride)
            self.conv3, self.bn3 = normalised(inner, outputs, 1)
        self.kind = kind
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(*normalised(inputs, outputs, 1, stride))
        else:
            self.downsample = None

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.kind == "bottleneck":
            y = self.bn3(self.conv3(torch.relu(y)))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, stem, block, width, stages, channels, classes):
        super().__init__()
        self.conv1, self.bn1 = normalised(channels, width, stem["kernel"], stem["stride"])
        self.max_pool = stem["maxPool"]
        inputs = width
        self.depth = len(stages)
        for stage, count in enumerate(stages):
            inner = width * 2**stage
            outputs = inner if block == "basic" else inner * 4
            blocks = []
            for index in range(count):
                blocks.append(Block(block, inputs, inner, outputs, 2 if stage > 0 and index == 0 else 1))
                inputs = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        if self.max_pool:
            x = functional.max_pool2d(x, 3, 2, 1)
        for stage in range(self.depth):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


def fill(network):
    """Fills every tensor of the state dictionary by a formula, whose phase is the tensor's place in the dictionary."""
    place = 0
    for name, tensor in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        values = wave(tensor.numel(), 0.6 * place)
        if tensor.dim() > 1:
            values = values * np.sqrt(2 / tensor[0].numel())
        elif name.endswith("running_var") or (name.endswith("weight")):
            values = 1 + 0.4 * values
        else:
            values = 0.2 * values
        tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))
        place += 1


def focal(logits, targets, weights, gamma, smoothing, mask):
    """Written with probabilities in double precision, unlike the implementation under test."""
    logits = logits.double()
    p = torch.sigmoid(logits)
    t = targets.double() * (1 - smoothing) + smoothing / 2
    positive = t * (1 - p) ** gamma * -functional.logsigmoid(logits)
    negative = (1 - t) * p**gamma * -functional.logsigmoid(-logits)
    weighted = torch.where(targets > 0, weights, 1.0) * (positive + negative)
    return (weighted.mean(1) * mask).sum()


def numbers(tensor, digits=9):
    return [float(f"{value:.{digits}g}") for value in tensor.detach().double().flatten().tolist()]


def network_case(architecture, batch, size):
    torch.manual_seed(0)
    network = ResNet(**architecture)
    with torch.no_grad():
        fill(network)
    # Double precision, because single precision on both sides would compare two roundings. Weights and crops are values
    # that float32 can hold.
    network.double()
    channels, classes = architecture["channels"], architecture["classes"]
    # The formula goes over [batch, height, width, channels], the layout under test.
    values = 0.5 + 0.5 * wave(batch * size * size * channels, 0.3) * wave(batch * size * size * channels, 2.1)[::-1]
    x = torch.tensor(values, dtype=torch.float32).reshape(batch, size, size, channels).permute(0, 3, 1, 2).contiguous().double()
    targets = torch.tensor((wave(batch * classes, 1.0) > 0.2).astype(np.float32)).reshape(batch, classes)
    weights = torch.tensor(1 + np.arange(classes) * 0.5)
    mask = torch.ones(batch)
    mask[-1] = 0

    network.eval()
    inference = network(x)
    network.train()
    logits = network(x)
    loss = focal(logits, targets, weights, 2.0, 0.1, mask)
    loss.backward()
    buffers = {
        name: numbers(tensor) for name, tensor in network.named_buffers() if not name.endswith("num_batches_tracked")
    }
    # Of a gradient, its product with a wave and its length are kept: any wrong entry changes one of them.
    gradients = {
        name: [
            float(np.dot(parameter.grad.double().flatten().numpy(), wave(parameter.numel(), 0.5))),
            float(parameter.grad.double().norm()),
        ]
        for name, parameter in network.named_parameters()
    }
    return {
        "architecture": architecture,
        "batch": batch,
        "size": size,
        "inference": numbers(inference),
        "logits": numbers(logits),
        "loss": loss.item(),
        "buffers": buffers,
        "gradients": gradients,
    }


def focal_cases():
    logits = torch.tensor([[-60.0, -8.0, -0.5, 0.0], [0.3, 4.0, 15.0, 80.0]], dtype=torch.float64)
    targets = torch.tensor([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    weights = torch.tensor([1.0, 2.0, 3.5, 1.0])
    cases = []
    for gamma in (0.0, 1.5, 2.0):
        for smoothing in (0.0, 0.1):
            variable = logits.clone().requires_grad_(True)
            loss = focal(variable, targets, weights, gamma, smoothing, torch.ones(2))
            loss.backward()
            cases.append(
                {"gamma": gamma, "smoothing": smoothing, "loss": loss.item(), "gradient": numbers(variable.grad)}
            )
    return {
        "logits": numbers(logits),
        "targets": numbers(targets),
        "weights": numbers(weights),
        "cases": cases,
    }


def optimizer_cases():
    """Four steps of a weight with decay and of a bias without decay, with gradients by a formula."""
    result = {}
    for name in ("adamw", "sgd"):
        weight = torch.tensor(wave(6, 0.1), dtype=torch.float32).requires_grad_(True)
        bias = torch.tensor(wave(3, 0.2), dtype=torch.float32).requires_grad_(True)
        groups = [{"params": [weight], "weight_decay": 0.05}, {"params": [bias], "weight_decay": 0.0}]
        optimizer = torch.optim.AdamW(groups) if name == "adamw" else torch.optim.SGD(groups, lr=1, momentum=0.9)
        steps = []
        for step in range(4):
            for group in optimizer.param_groups:
                group["lr"] = 0.02 * (step + 1)
            weight.grad = torch.tensor(wave(6, 1.0 + step), dtype=torch.float32)
            bias.grad = torch.tensor(wave(3, 2.0 + step), dtype=torch.float32)
            optimizer.step()
            steps.append({"weight": numbers(weight), "bias": numbers(bias)})
        result[name] = steps
    return result


stem7 = {"kernel": 7, "stride": 2, "maxPool": True}
stem3 = {"kernel": 3, "stride": 2, "maxPool": False}
golden = {
    "networks": {
        "tiny": network_case(
            {"stem": stem3, "block": "basic", "width": 8, "stages": [1, 1, 1], "channels": 4, "classes": 5}, 4, 20
        ),
        "basic": network_case(
            {"stem": stem7, "block": "basic", "width": 4, "stages": [2, 1], "channels": 4, "classes": 3}, 4, 33
        ),
        "bottleneck": network_case(
            {"stem": stem7, "block": "bottleneck", "width": 4, "stages": [1, 2], "channels": 4, "classes": 3}, 4, 32
        ),
    },
    "focal": focal_cases(),
    "optimizers": optimizer_cases(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
