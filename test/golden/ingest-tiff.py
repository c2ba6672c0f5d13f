"""Writes ingest-tiff.json: small TIFF files by tifffile, Pillow and libtiff, with their samples.

    /usr/bin/python3 test/golden/ingest-tiff.py     (numpy 1.24, tifffile 2023.2, Pillow 9.4)

Each case has `file` (base64), `bitDepth`, `width`, `height` and `planes` (base64 each): the samples row by row,
little-endian, planes in the order of the file.
"""
import base64
import io
import json
import pathlib

import numpy as np
import tifffile
from PIL import Image

rng = np.random.default_rng(7)
WIDTH, HEIGHT = 21, 18


def plane(depth, height=HEIGHT, width=WIDTH):
    """Smooth with noise: compressible, and every byte matters."""
    y, x = np.mgrid[:height, :width]
    top = 2**depth - 1
    image = top * (0.4 + 0.3 * np.sin(x / 7) * np.cos(y / 5)) + rng.integers(0, top // 8, (height, width))
    return image.astype(np.uint8 if depth == 8 else np.uint16)


cases = {}


def keep(name, data, planes, bit_depth):
    planes = [np.asarray(one) for one in planes]
    cases[name] = {
        "file": base64.b64encode(data).decode(),
        "bitDepth": bit_depth,
        "width": planes[0].shape[1],
        "height": planes[0].shape[0],
        "planes": [base64.b64encode(one.astype(f"<u{bit_depth // 8}").tobytes()).decode() for one in planes],
    }


def by_tifffile(name, array, planes, bit_depth, **options):
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, array, **{"photometric": "minisblack", **options})
    keep(name, buffer.getvalue(), planes, bit_depth)


def by_pillow(name, array, bit_depth, **options):
    buffer = io.BytesIO()
    image = Image.fromarray(array)
    image.save(buffer, "TIFF", **options)
    keep(name, buffer.getvalue(), [array], bit_depth)


for depth in (8, 16):
    gray = plane(depth)
    by_tifffile(f"gray{depth}", gray, [gray], depth)
    by_tifffile(f"gray{depth} big-endian", gray, [gray], depth, byteorder=">")
    by_tifffile(f"gray{depth} strips", gray, [gray], depth, rowsperstrip=5)
    by_tifffile(f"gray{depth} tiles", gray, [gray], depth, tile=(16, 16))
    by_tifffile(f"gray{depth} deflate", gray, [gray], depth, compression="zlib", rowsperstrip=4)
    by_tifffile(f"gray{depth} deflate predictor", gray, [gray], depth, compression="zlib", predictor=True)
    by_tifffile(
        f"gray{depth} big-endian deflate predictor tiles", gray, [gray], depth,
        compression="zlib", predictor=True, byteorder=">", tile=(16, 32),
    )
    by_tifffile(f"gray{depth} bigtiff", gray, [gray], depth, bigtiff=True)
    by_pillow(f"gray{depth} lzw", gray, depth, compression="tiff_lzw")
    by_pillow(f"gray{depth} lzw predictor", gray, depth, compression="tiff_lzw", tiffinfo={317: 2})
    by_pillow(f"gray{depth} packbits", gray, depth, compression="packbits")

# There are more strips than a directory parser reads at once, so the list of offsets is outside of its first slice.
tall = plane(16, 600, 3)
by_tifffile("gray16 big-endian 600 strips", tall, [tall], 16, byteorder=">", rowsperstrip=1)
# Codes of all widths, a full table, and runs of one value.
wide = np.concatenate([plane(8, 120, 130), np.full((40, 130), 9, np.uint8)])
by_pillow("gray8 lzw long", wide, 8, compression="tiff_lzw")
by_pillow("gray8 packbits runs", wide[100:], 8, compression="packbits")

four = np.stack([plane(16) for _ in range(4)])
by_tifffile(
    "ome 4 channels", four, four, 16,
    metadata={"axes": "CYX", "Channel": {"Name": ["DAPI", "Protein", "Tubulin", "ER"]}}, ome=True,
)
by_tifffile("ome 3 channels", four[:3], four[:3], 16, metadata={"axes": "CYX"}, ome=True)
by_tifffile("ome z stack", four, four, 16, metadata={"axes": "ZYX"}, ome=True)
by_tifffile("imagej composite", four, four, 16, imagej=True, metadata={"axes": "CYX"})
by_tifffile("imagej plain stack", four, four, 16, imagej=True)
by_tifffile("imagej time series", four[:3], four[:3], 16, imagej=True, metadata={"axes": "TYX"})
by_tifffile("pages big-endian", four, four, 16, byteorder=">", metadata=None)
by_tifffile("planar 4 channels", four, four, 16, planarconfig="separate", metadata=None)
chunky = np.moveaxis(four, 0, -1)
by_tifffile("chunky 4 channels", chunky, four, 16, planarconfig="contig", metadata=None, extrasamples=[0, 0, 0])
by_tifffile(
    "chunky 4 channels deflate predictor", chunky, four, 16,
    planarconfig="contig", metadata=None, extrasamples=[0, 0, 0], compression="zlib", predictor=True,
)

rgb = np.stack([plane(8) for _ in range(3)], axis=-1)
by_tifffile("rgb", rgb, np.moveaxis(rgb, -1, 0), 8, photometric="rgb")
rgba = np.concatenate([rgb, np.full((HEIGHT, WIDTH, 1), 255, np.uint8)], axis=-1)
by_tifffile("rgb with alpha", rgba, np.moveaxis(rgb, -1, 0), 8, photometric="rgb", extrasamples=["unassalpha"])
green = np.zeros_like(rgb)
green[..., 1] = rgb[..., 1]
by_tifffile("green painted", green, [green[..., 1]], 8, photometric="rgb")
ramp = np.zeros((3, 256), np.uint16)
ramp[0] = ramp[1] = np.arange(256) * 257
index = plane(8)
by_tifffile("yellow palette", index, [index], 8, photometric="palette", colormap=ramp)

buffer = io.BytesIO()
with tifffile.TiffWriter(buffer) as writer:
    writer.write(four[0], photometric="minisblack", metadata=None)
    writer.write(four[0][::2, ::2], photometric="minisblack", metadata=None, subfiletype=1)
keep("pyramid", buffer.getvalue(), [four[0]], 16)

# For these files only the message of the error is tested.
for name, array in {
    "float": plane(8).astype(np.float32) / 255,
    "32-bit": plane(16).astype(np.uint32),
    "signed": plane(8).astype(np.int16),
    "5 channels": np.stack([plane(8)] * 5),
    "2 channels": np.stack([plane(8)] * 2),
}.items():
    by_tifffile(name, array[..., :5, :5], [np.zeros((1, 1), int)], 8, metadata=None)
bits = io.BytesIO()
Image.fromarray(plane(8) > 100).save(bits, "TIFF")
keep("1-bit", bits.getvalue(), [np.zeros((1, 1), int)], 8)
jpeg = io.BytesIO()
Image.fromarray(plane(8)).save(jpeg, "TIFF", compression="jpeg")
keep("jpeg", jpeg.getvalue(), [np.zeros((1, 1), int)], 8)
cmyk = io.BytesIO()
Image.fromarray(rgb).convert("CMYK").save(cmyk, "TIFF")
keep("cmyk", cmyk.getvalue(), [np.zeros((1, 1), int)], 8)

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
