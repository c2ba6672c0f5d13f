"""Reference of the COCO export: pycocotools' encoding of each cell of a label map.

Writes export-coco.json beside itself. Run with pycocotools 2.0.11:

    python3 test/golden/export-coco.py
"""

import importlib.metadata
import json
from pathlib import Path

import numpy as np
from pycocotools import mask

HEIGHT, WIDTH = 61, 83
random = np.random.default_rng(20211)

# Discs cover one another, so that cells are cut, in pieces, and touch the border. Number 7 is not used, 9 is one px.
labels = np.zeros((HEIGHT, WIDTH), np.uint16)
y, x = np.mgrid[:HEIGHT, :WIDTH]
for number in (1, 2, 3, 4, 5, 6, 8):
    centre = random.integers(0, HEIGHT), random.integers(0, WIDTH)
    labels[(y - centre[0]) ** 2 + (x - centre[1]) ** 2 <= random.integers(20, 260)] = number
labels[0, 0] = 9

cells = []
for number in np.unique(labels[labels > 0]):
    encoded = mask.encode(np.asfortranarray(labels == number, np.uint8))
    cells.append(
        {
            "number": int(number),
            "counts": encoded["counts"].decode(),
            "size": [int(side) for side in encoded["size"]],
            "area": int(mask.area(encoded)),
            "bbox": [float(value) for value in mask.toBbox(encoded)],
        }
    )

flat = labels.ravel()
starts = np.concatenate([[0], np.flatnonzero(np.diff(flat.astype(int))) + 1])
lengths = np.diff(np.concatenate([starts, [flat.size]]))
document = {
    "made_by": f"pycocotools {importlib.metadata.version('pycocotools')}",
    "width": WIDTH,
    "height": HEIGHT,
    "labels": [[int(length), int(flat[start])] for start, length in zip(starts, lengths)],
    "cells": cells,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
