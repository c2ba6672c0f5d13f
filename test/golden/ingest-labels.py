"""Label maps as usual tools write them: tifffile (Cellpose, StarDist, ImageJ), scikit-image, Pillow.

Writes ingest-labels.json beside itself. Run with tifffile 2026.3.3, imagecodecs and Pillow:

    python3 test/golden/ingest-labels.py
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

HEIGHT, WIDTH = 37, 53
y, x = np.mgrid[:HEIGHT, :WIDTH]
labels = np.where((x % 9 < 7) & (y % 8 < 6), x // 9 + 6 * (y // 8) + 1, 0)
labels[labels == 4] = 0


def tiff(values, **options):
    file = io.BytesIO()
    tifffile.imwrite(file, values, **options)
    return file.getvalue()


def png(image):
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


palette = Image.fromarray(labels.astype(np.uint8), "P")
palette.putpalette([channel for number in range(256) for channel in (number * 37 % 256, number * 91 % 256, number)])

files = {
    "uint8.tif": tiff(labels.astype(np.uint8)),
    "uint16.tif": tiff(labels.astype(np.uint16)),
    "uint16-deflate.tif": tiff(labels.astype(np.uint16), compression="zlib"),
    "uint16-lzw-predictor.tif": tiff(labels.astype(np.uint16), compression="lzw", predictor=True),
    "uint32-deflate-predictor.tif": tiff(labels.astype(np.uint32), compression="zlib", predictor=True),
    "uint32-tiled.tif": tiff(labels.astype(np.uint32), tile=(16, 32), compression="zlib"),
    "int32.tif": tiff(labels.astype(np.int32)),
    "float32-imagej.tif": tiff(labels.astype(np.float32), imagej=True),
    "uint16-imagej.tif": tiff(labels.astype(np.uint16), imagej=True),
    "uint16-big-endian.tif": tiff(labels.astype(">u2"), byteorder=">", rowsperstrip=1),
    "uint32-big-endian.tif": tiff(labels.astype(">u4"), byteorder=">"),
    "uint16-bigtiff.tif": tiff(labels.astype(np.uint16), bigtiff=True),
    "uint16-ome.tif": tiff(labels.astype(np.uint16), ome=True),
    "min-is-white.tif": tiff(labels.astype(np.uint16), photometric="miniswhite"),
    "uint8.png": png(Image.fromarray(labels.astype(np.uint8))),
    "uint16.png": png(Image.fromarray(labels.astype(np.uint16))),
    "palette.png": png(palette),
}
refused = {
    "int64.tif": tiff(labels.astype(np.int64)),
    "two-pages.tif": tiff(np.stack([labels, labels]).astype(np.uint16), photometric="minisblack"),
    "rgb.tif": tiff(np.stack([labels] * 3, -1).astype(np.uint8), photometric="rgb"),
    "big-endian-predictor.tif": tiff(labels.astype(">u2"), byteorder=">", compression="zlib", predictor=True),
    "rgb.png": png(Image.fromarray(np.stack([labels] * 3, -1).astype(np.uint8))),
}
document = {
    "made_by": f"tifffile {tifffile.__version__}, Pillow {Image.__version__}",
    "width": WIDTH,
    "height": HEIGHT,
    "labels": labels.ravel().tolist(),
    "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
    "refused": {name: base64.b64encode(data).decode() for name, data in refused.items()},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
