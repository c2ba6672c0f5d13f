"""Reference of the cells' measurements: scikit-image's `regionprops` and `numpy.percentile`.

Writes segmentation-measurements.json beside itself. Run with scikit-image 0.26:

    python3 test/golden/segmentation-measurements.py
"""

import json
from pathlib import Path

import numpy as np
import skimage
from scipy.ndimage import gaussian_filter
from skimage.measure import regionprops
from skimage.segmentation import watershed

CHANNELS = ("red", "green", "blue", "yellow")


def samples(width, height, channel, depth):
    """Samples by a formula with whole numbers only; the test computes the same."""
    y, x = np.mgrid[:height, :width].astype(np.int64)
    values = x * 7919 + y * 10473 + (x * y) % 613 * 31 + (channel + 1) * 1009 * ((x // 9 + y // 7) % 5)
    return values % 2**depth


def shapes():
    """Difficult shapes: single px, lines, rings, separate pieces, corners, and the same at the border."""
    random = np.random.default_rng(20211)
    cells = np.zeros((96, 128), np.int64)
    cells[0, 0] = 1
    cells[3, 5:17] = 2
    cells[5:20, 3] = 3
    for k in range(12):
        cells[22 + k, 5 + k] = 4
    cells[40:52, 4:18] = 5
    cells[44:48, 8:14] = 0
    y, x = np.mgrid[:96, :128]
    cells[(x - 34) ** 2 + (y - 14) ** 2 <= 11.3**2] = 6
    cells[(((x - 64) / 21) ** 2 + ((y - 12) / 7) ** 2) <= 1] = 7
    cells[((x - 30) * 0.8 + (y - 44) * 0.6) ** 2 / 200 + ((y - 44) * 0.8 - (x - 30) * 0.6) ** 2 / 30 <= 1] = 8
    cells[60:70, 0:9] = 9
    cells[86:96, 110:128] = 10
    cells[88:96, 112:120] = 0
    cells[70:74, 20:24] = 11
    cells[80:83, 30:40] = 11
    blob = gaussian_filter(random.random((50, 60)), 3) > 0.497
    cells[40:90, 60:120][blob] = 13  # No 12: numbers may have gaps.
    nuclei = np.where((x + y) % 7 < 5, cells, 0)
    nuclei[nuclei == 7] = 0
    return cells, nuclei


def tissue():
    """Touching cells on smooth noise, each with a smaller nucleus."""
    random = np.random.default_rng(7)
    height, width = 210, 260
    smooth = gaussian_filter(random.random((height, width)), 9)
    seeds = np.zeros((height, width), np.int32)
    for number in range(1, 25):
        seeds[random.integers(4, height - 4), random.integers(4, width - 4)] = number
    cells = watershed(smooth, seeds, mask=gaussian_filter(random.random((height, width)), 5) > 0.485)
    inner = gaussian_filter((cells > 0).astype(float), 4) > 0.9
    return cells.astype(np.int64), np.where(inner, cells, 0).astype(np.int64)


def runs(labels):
    """The map as [length, value] pairs, row by row."""
    flat = labels.ravel()
    edges = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate([[0], edges])
    lengths = np.diff(np.concatenate([starts, [flat.size]]))
    return [[int(length), int(flat[start])] for start, length in zip(starts, lengths)]


def shape(region):
    return {
        "area": int(region.area),
        "perimeter": float(region.perimeter),
        "eccentricity": float(region.eccentricity),
        "solidity": float(region.solidity),
        "majorAxisLength": float(region.axis_major_length),
        "minorAxisLength": float(region.axis_minor_length),
    }


def intensity(values):
    if values.size == 0:
        return None
    return {"integrated": int(values.sum()), "p95": float(np.percentile(values, 95))}


def measure(cells, nuclei, depth):
    height, width = cells.shape
    planes = [samples(width, height, channel, depth) for channel in range(len(CHANNELS))]
    nucleus_of = {region.label: region for region in regionprops(nuclei)}
    measured = []
    for region in regionprops(cells):
        inside = cells == region.label
        core = nuclei == region.label
        measured.append(
            {
                "number": int(region.label),
                "cell": shape(region),
                "nucleus": shape(nucleus_of[region.label]) if region.label in nucleus_of else None,
                "intensity": {
                    name: {
                        "cell": intensity(plane[inside]),
                        "nucleus": intensity(plane[core]),
                        "cytoplasm": intensity(plane[inside & ~core]),
                    }
                    for name, plane in zip(CHANNELS, planes)
                },
            }
        )
    return {
        "width": width,
        "height": height,
        "depth": depth,
        "cells": runs(cells),
        "nuclei": runs(nuclei),
        "measured": measured,
    }


document = {
    "made_by": f"scikit-image {skimage.__version__}, numpy {np.__version__}",
    "cases": {"shapes": measure(*shapes(), 8), "tissue": measure(*tissue(), 16)},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
