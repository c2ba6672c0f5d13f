"""The stages of src/segmentation with scipy and scikit-image (Debian: python3-scipy python3-skimage), for timing.

    python3 native-segmentation.py TILE_FOLDER DIAMETER ROUNDS NAME...

Prints one JSON object per tile: milliseconds (medians) at the working scale and at full scale, without decoding, and the
number of cells. It is a plain native pipeline, not a port: the same kinds of steps on the same images at the same scale.
"""

import json
import statistics
import sys
import time

import numpy as np
from scipy import ndimage
from skimage import feature, filters, io, measure, morphology, segmentation


def downsample(image, factor):
    if factor == 1:
        return image.astype(np.float32)
    return measure.block_reduce(image, (factor, factor), np.mean).astype(np.float32)


def label_nuclei(blue, diameter):
    blurred = ndimage.gaussian_filter(blue, 0.04 * diameter)
    size = int(3 * diameter) | 1
    coarse = blurred[:: max(1, size // 8), :: max(1, size // 8)]
    low = ndimage.percentile_filter(coarse, 10, size=8)
    background = ndimage.zoom(low, np.array(blurred.shape) / np.array(low.shape), order=1)
    root = np.sqrt(np.maximum(0, blurred - background[: blurred.shape[0], : blurred.shape[1]]))
    whole = filters.threshold_otsu(root)
    local = ndimage.gaussian_filter(root, 2.5 * diameter)
    mask = root > np.clip(local, 0.75 * whole, 1.4 * whole)
    mask = ndimage.binary_fill_holes(mask)
    mask = morphology.binary_opening(mask, morphology.disk(max(1, round(0.06 * diameter))))
    distance = ndimage.distance_transform_edt(mask)
    smooth = ndimage.gaussian_filter(distance, 0.1 * diameter)
    peaks = feature.peak_local_max(smooth, min_distance=max(1, int(0.35 * diameter)), labels=measure.label(mask))
    seeds = np.zeros(mask.shape, np.int32)
    seeds[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    labels = segmentation.watershed(-smooth, seeds, mask=mask)
    areas = np.bincount(labels.ravel())
    small = areas < 0.07 * np.pi / 4 * diameter**2
    labels[small[labels]] = 0
    return segmentation.relabel_sequential(labels)[0]


def label_cells(body, nuclei, diameter):
    blurred = ndimage.gaussian_filter(body, 0.02 * diameter)
    logarithm = np.log(np.maximum(0, blurred) + 0.02)
    level = 0.5 * (np.exp(filters.threshold_otsu(logarithm)) - 0.02)
    mask = (blurred > level) | (nuclei > 0)
    disk = morphology.disk(max(1, round(0.05 * diameter)))
    mask = morphology.binary_opening(morphology.binary_closing(mask, disk), disk) | (nuclei > 0)
    return segmentation.watershed(-ndimage.gaussian_filter(body, 0.03 * diameter), nuclei, mask=mask)


def scaled(image):
    low, high = np.percentile(image, [1, 99.8])
    return np.maximum(0, image - low) / max(high - low, 1e-9)


def segment(red, blue, yellow, diameter, factor):
    nuclei = label_nuclei(downsample(blue, factor), diameter / factor)
    body = (scaled(downsample(red, factor)) + scaled(downsample(yellow, factor))) / 2
    cells = label_cells(body, nuclei, diameter / factor)
    height, width = blue.shape
    return np.kron(cells, np.ones((factor, factor), cells.dtype))[:height, :width]


def timed(rounds, *arguments):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        cells = segment(*arguments)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), int(cells.max())


def main():
    folder, diameter, rounds, *names = sys.argv[1:]
    diameter = float(diameter)
    for name in names:
        planes = [io.imread(f"{folder}/{name}_{channel}.png") for channel in ("red", "blue", "yellow")]
        factor = max(1, round(diameter / 40))
        working, cells = timed(int(rounds), *planes, diameter, factor)
        full, _ = timed(1, *planes, diameter, 1)
        print(json.dumps({"name": name, "working": working, "full": full, "cells": cells}), flush=True)


main()
