"""Writes ingest-lossy.json: JPEG and WebP files by Pillow, with their size and their gray values.

    /usr/bin/python3 test/golden/ingest-lossy.py     (numpy 1.24, Pillow 9.4)
"""
import base64
import io
import json
import pathlib

import numpy as np
from PIL import Image

rng = np.random.default_rng(7)
WIDTH, HEIGHT = 61, 43
gray = Image.fromarray((60 * rng.random((HEIGHT // 6 + 2, WIDTH // 6 + 2))).astype(np.uint8)).resize((WIDTH, HEIGHT), Image.BICUBIC)
cases = {}


def keep(name, image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    cases[name] = {
        "format": kind.lower(),
        "width": image.size[0],
        "height": image.size[1],
        "file": base64.b64encode(buffer.getvalue()).decode(),
    }


samples = base64.b64encode(np.asarray(gray).tobytes()).decode()
keep("jpeg gray", gray, "JPEG")
keep("jpeg rgb", gray.convert("RGB"), "JPEG", quality=95, subsampling=0)
keep("jpeg progressive", gray.convert("RGB"), "JPEG", progressive=True)
# The thumbnail inside of the Exif block has its own end marker. Orientation 6 tells viewers to turn the image.
thumbnail = io.BytesIO()
gray.resize((16, 12)).save(thumbnail, "JPEG")
exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0" + thumbnail.getvalue()
keep("jpeg turned, with thumbnail", gray, "JPEG", exif=exif)
keep("webp", gray.convert("RGB"), "WEBP", quality=80)
keep("webp lossless", gray.convert("RGB"), "WEBP", lossless=True)
alpha = gray.convert("RGBA")
alpha.putalpha(Image.fromarray(rng.integers(1, 256, (HEIGHT, WIDTH), np.uint8)))
keep("webp with alpha", alpha, "WEBP", lossless=True, exact=True)

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"samples": samples, "cases": cases}, separators=(",", ":")) + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
