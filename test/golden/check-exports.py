"""Reads exported files with the tools that users read them with, and compares the files with each other.

    python3 test/golden/check-exports.py FOLDER

FOLDER contains cells.coco.json, cells.csv, and label-maps.zip and label-maps-tiff.zip unpacked. Run with
pycocotools 2.0.11, scikit-image 0.26 and tifffile. This is no part of the tests, which need no Python because they use
the golden files.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import tifffile
from pycocotools.coco import COCO
from skimage.io import imread
from skimage.measure import regionprops

folder = Path(sys.argv[1])
coco = COCO(str(folder / "cells.coco.json"))
with (folder / "cells.csv").open(newline="", encoding="utf8") as file:
    rows = {(row["tile"], int(row["cell"])): row for row in csv.DictReader(file)}

cells = 0
worst = 0.0
for image in coco.dataset["images"]:
    tile = image["file_name"].removesuffix("_green.png")
    labels = imread(folder / f"{tile}_cells.png")
    assert labels.dtype == np.uint16 and labels.shape == (image["height"], image["width"])
    for kind in ("cells", "nuclei"):
        png, tiff = imread(folder / f"{tile}_{kind}.png"), tifffile.imread(folder / f"{tile}_{kind}.tif")
        assert tiff.dtype == np.uint16 and np.array_equal(png, tiff), (tile, kind)
    annotations = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
    found = np.zeros_like(labels)
    for annotation in annotations:
        mask = coco.annToMask(annotation).astype(bool)
        assert mask.sum() == annotation["area"]
        found[mask] = annotation["cell"]
    assert np.array_equal(found, labels), tile
    nuclei = imread(folder / f"{tile}_nuclei.png")
    for prefix, regions in (("Cells", regionprops(labels)), ("Nuclei", regionprops(nuclei))):
        for region in regions:
            row = rows[tile, region.label]
            for name, value in (
                ("Area", region.area),
                ("Perimeter", region.perimeter),
                ("MajorAxisLength", region.axis_major_length),
                ("MinorAxisLength", region.axis_minor_length),
                ("Eccentricity", region.eccentricity),
                ("Solidity", region.solidity),
            ):
                worst = max(worst, abs(float(row[f"{prefix}_AreaShape_{name}"]) - value) / max(1, abs(value)))
    cells += len(annotations)
assert cells == len(rows)
assert worst < 1e-6, worst
print(f"{cells} cells agree; largest relative difference of a measurement {worst:.1e}")
