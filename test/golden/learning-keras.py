"""Reference logits for Keras weights: keras.applications.ResNet50 written out in torch, as Keras' source defines it.

    /usr/bin/python3 test/golden/learning-keras.py      writes learning-keras.json

Run with torch 1.13; no Keras is needed. Layer names, order, strides (in the first 1 x 1 of a block), biases, epsilon
1.001e-5 and explicit padding are those of keras/src/applications/resnet.py, where kernels are [height, width, in, out].
Weights and input are computed by formulas that the test computes too (test/unit/learning/keras-golden.ts). The input is
like colours after Keras' own preprocessing (blue, green, red minus their means), but of any size.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional


def chirp(count, phase):
    i = np.arange(count, dtype=np.float64)
    j = i % 8191
    return np.sin(0.9 * j + 0.001 * j * j + 0.013 * (i - j) + phase)


class Weights:
    """Arrays that are computed by a formula, in the order in which they are first asked for."""

    def __init__(self):
        self.names = []

    def get(self, name, shape):
        values = chirp(int(np.prod(shape)), 0.6 * len(self.names))
        self.names.append(name)
        if name.endswith("kernel"):
            values = values * np.sqrt(2 / np.prod(shape[:-1]))
        elif name.endswith("gamma") or name.endswith("moving_variance"):
            values = 1 + 0.4 * values if name.endswith("gamma") else 0.3 + np.abs(values)
        else:
            values = 0.2 * values
        return torch.tensor(values, dtype=torch.float32).reshape(shape)


def conv_bn(weights, x, name, outputs, kernel, stride, pad):
    inputs = x.shape[1]
    w = weights.get(f"{name}_conv/kernel", (kernel, kernel, inputs, outputs)).permute(3, 2, 0, 1)
    b = weights.get(f"{name}_conv/bias", (outputs,))
    x = functional.conv2d(functional.pad(x, [pad] * 4), w, b, stride)
    gamma, beta, mean, variance = (
        weights.get(f"{name}_bn/{part}", (outputs,)) for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    return functional.batch_norm(x, mean, variance, gamma, beta, False, 0.0, 1.001e-5)


def block(weights, x, name, filters, stride, projects):
    shortcut = conv_bn(weights, x, f"{name}_0", 4 * filters, 1, stride, 0) if projects else x
    y = torch.relu(conv_bn(weights, x, f"{name}_1", filters, 1, stride, 0))
    y = torch.relu(conv_bn(weights, y, f"{name}_2", filters, 3, 1, 1))
    y = conv_bn(weights, y, f"{name}_3", 4 * filters, 1, 1, 0)
    return torch.relu(shortcut + y)


def resnet50(weights, x, classes):
    x = torch.relu(conv_bn(weights, x, "conv1", 64, 7, 2, 3))
    x = functional.max_pool2d(functional.pad(x, [1] * 4), 3, 2)
    for stage, (filters, count) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for index in range(count):
            name = f"conv{stage + 2}_block{index + 1}"
            x = block(weights, x, name, filters, 2 if stage > 0 and index == 0 else 1, index == 0)
    x = x.mean((2, 3))
    kernel = weights.get("predictions/kernel", (2048, classes))
    return x @ kernel + weights.get("predictions/bias", (classes,))


batch, size, classes = 2, 33, 6
weights = Weights()
values = chirp(batch * size * size * 3, 0.3)
x = torch.tensor(values, dtype=torch.float32).reshape(batch, size, size, 3).permute(0, 3, 1, 2).contiguous()
with torch.no_grad():
    logits = resnet50(weights, x, classes)
golden = {
    "batch": batch,
    "size": size,
    "classes": classes,
    "names": " ".join(weights.names),
    "logits": [float(f"{value:.9g}") for value in logits.double().flatten().tolist()],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
