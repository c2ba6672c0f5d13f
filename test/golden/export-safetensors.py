"""Writes export-safetensors.json: a .safetensors file made with struct, json and numpy from the format's description.

    python3 test/golden/export-safetensors.py                    write the golden file
    python3 test/golden/export-safetensors.py --read FILE        check a file and print its tensors
"""

import base64
import json
import pathlib
import struct
import sys

import numpy as np


def write(tensors, metadata):
    header = {"__metadata__": metadata}
    data = b""
    for name, values in tensors.items():
        raw = values.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def read(raw):
    (length,) = struct.unpack("<Q", raw[:8])
    assert length % 8 == 0, "header not padded"
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    data = raw[8 + length :]
    tensors, due = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == "F32" and begin == due
        tensors[name] = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        due = end
    assert due == len(data), "bytes left over"
    return tensors, metadata


if len(sys.argv) == 3 and sys.argv[1] == "--read":
    found, said = read(pathlib.Path(sys.argv[2]).read_bytes())
    print("metadata", said)
    for name, values in found.items():
        print(name, values.shape, values.ravel()[:4], "sum", float(values.sum(dtype=np.float64)))
    sys.exit()

random = np.random.default_rng(7)
tensors = {
    "stem.weight": random.standard_normal((7, 7, 4, 2)).astype(np.float32),
    "stem.bias": np.array([0.0, -0.0, 1e-45, 3.4028235e38, -1.5, 0.1], dtype=np.float32),
    "scalar": np.array(2.5, dtype=np.float32),
    "empty": np.zeros((0, 3), dtype=np.float32),
    "µm": np.arange(5, dtype=np.float32),
}
metadata = {"format": "cytotope-model-1", "note": 'a "quoted" text'}
raw = write(tensors, metadata)
back, said = read(raw)
assert said == metadata and all(np.array_equal(back[name], tensors[name]) for name in tensors)
golden = {
    "metadata": metadata,
    "tensors": {
        name: {"shape": list(values.shape), "values": [float(value) for value in values.ravel()]}
        for name, values in tensors.items()
    },
    "file": base64.b64encode(raw).decode(),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path.name, len(raw), "bytes")
