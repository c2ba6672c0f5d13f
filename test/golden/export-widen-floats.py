"""Reference for src/export/widen-floats.ts: every half and every bfloat16 as numpy and torch read them.

    /usr/bin/python3 test/golden/export-widen-floats.py      writes export-widen-floats.json

The file has the SHA-256 of the 65,536 values as little-endian 32-bit floats, with 0 in place of NaN.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import torch

bits = np.arange(65536, dtype=np.uint16)


def digest(values):
    return hashlib.sha256(np.where(np.isnan(values), np.float32(0), values).astype("<f4").tobytes()).hexdigest()


golden = {
    "F16": digest(bits.view(np.float16).astype(np.float32)),
    "BF16": digest(torch.from_numpy(bits.astype(np.int16)).view(torch.bfloat16).float().numpy()),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
