"""Logits of the nucleus network by PyTorch, for test/unit/segmentation/nucleus-network.test.ts.

    python3 segmentation-network.py WEIGHTS > segmentation-network.json

WEIGHTS is what docs/nucleus-network/train.py wrote. The input is a formula, so that only the outputs need to be kept.
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as functional

SIZES = [(2, 8), (8, 8), (8, 16), (16, 16), (16, 24), (24, 24), (24, 32), (56, 24), (40, 16), (24, 8)]
WIDTH, HEIGHT = 24, 16

values = torch.from_numpy(np.fromfile(sys.argv[1], "<f4"))
at = 0


def take(*shape):
    global at
    count = int(np.prod(shape))
    at += count
    return values[at - count : at].reshape(shape)


layers = [(take(outputs, inputs, 3, 3), take(outputs)) for inputs, outputs in SIZES]
head = (take(2, 8, 1, 1), take(2))
assert at == len(values)


def run(index, x):
    return functional.relu(functional.conv2d(x, *layers[index], padding=1))


def beside(coarse, fine):
    return torch.cat([functional.interpolate(coarse, scale_factor=2, mode="nearest"), fine], 1)


y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
planes = np.stack([np.sin(0.7 * x) * np.cos(0.5 * y), np.sin(0.3 * x + 0.9 * y)]).astype(np.float32)
half = functional.max_pool2d
fine = run(1, run(0, torch.from_numpy(planes)[None]))
middle = run(3, run(2, half(fine, 2)))
coarse = run(5, run(4, half(middle, 2)))
deepest = run(6, half(coarse, 2))
back = run(8, beside(run(7, beside(deepest, coarse)), middle))
logits = functional.conv2d(run(9, beside(back, fine)), *head)[0]
json.dump({"width": WIDTH, "height": HEIGHT, "logits": [[round(v, 5) for v in plane.ravel().tolist()] for plane in logits]}, sys.stdout)
