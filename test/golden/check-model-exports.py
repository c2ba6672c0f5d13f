"""Loads exported models as users do and compares the logits.

A .safetensors file is loaded with torchvision's load_state_dict(strict=True).

    CYTOTOPE_EXPORTS=FOLDER npx vitest run --project unit test/unit/pipeline/models/onnx-model.test.ts
    /usr/bin/python3 test/golden/check-model-exports.py FOLDER

The test writes resnet18, resnet34 and resnet50 to FOLDER, each with the logits that onnxruntime computed from its .onnx
file. Run with torch 1.13 and torchvision 0.14. The reader of .safetensors is written here, so that the library is not
needed.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision

types = {"F32": np.float32, "I64": np.int64}


def load(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    data = raw[8 + length :]
    return {
        name: torch.from_numpy(
            np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"]).copy()
        )
        for name, entry in header.items()
    }


def chirp(count, phase):
    i = np.arange(count, dtype=np.float64)
    j = i % 8191
    return np.sin(0.9 * j + 0.001 * j * j + 0.013 * (i - j) + phase)


folder = Path(sys.argv[1])
for name in ("resnet18", "resnet34", "resnet50"):
    case = json.loads((folder / f"{name}.json").read_text())
    batch, size, channels, classes = (case[key] for key in ("batch", "size", "channels", "classes"))
    network = getattr(torchvision.models, name)(weights=None, num_classes=classes)
    if channels != 3:
        network.conv1 = torch.nn.Conv2d(channels, 64, 7, 2, 3, bias=False)
    network.load_state_dict(load(folder / f"{name}.safetensors"), strict=True)
    values = 0.5 + 0.5 * chirp(batch * size * size * channels, 0.3)
    x = torch.tensor(values, dtype=torch.float32).reshape(batch, size, size, channels).permute(0, 3, 1, 2).contiguous()
    with torch.no_grad():
        logits = network.eval()(x).numpy().ravel()
    expected = np.array(case["logits"])
    error = np.abs(logits - expected).max() / np.abs(expected).max()
    assert error < 1e-4, (name, error)
    print(f"{name}: strict load_state_dict, logits agree to {error:.1e} of the largest")
