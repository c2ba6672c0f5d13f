"""Reference of the seeded watershed: scikit-image's `watershed` on a seeded landscape.

Writes segmentation-watershed.json beside itself. Run with scikit-image 0.19:

    python3 test/golden/segmentation-watershed.py
"""

import json
from pathlib import Path

import numpy as np
import skimage
from scipy.ndimage import gaussian_filter
from skimage.segmentation import watershed

WIDTH, HEIGHT, SEEDS = 61, 47, 14
random = np.random.default_rng(20211)

# Smooth hills with 16-bit levels: hardly any are equal, so the order of equal levels does not matter.
smooth = gaussian_filter(random.random((HEIGHT, WIDTH)), 2.5)
levels = np.round((smooth - smooth.min()) / np.ptp(smooth) * 65535).astype(np.uint16)
# Plateaus: a coarse copy, in which the order of equal levels matters.
plateaus = (levels // 8192).astype(np.uint16)
mask = gaussian_filter(random.random((HEIGHT, WIDTH)), 3) > 0.485
seeds = np.zeros((HEIGHT, WIDTH), np.int32)
places = np.flatnonzero(mask)
for number, place in enumerate(random.choice(places, SEEDS, replace=False), start=1):
    seeds.flat[place] = number

cases = {
    "hills": watershed(levels, seeds, mask=mask),
    "plateaus": watershed(plateaus, seeds, mask=mask),
}
document = {
    "made_by": f"scikit-image {skimage.__version__}",
    "width": WIDTH,
    "height": HEIGHT,
    "levels": {"hills": levels.ravel().tolist(), "plateaus": plateaus.ravel().tolist()},
    "mask": mask.astype(int).ravel().tolist(),
    "seeds": seeds.ravel().tolist(),
    "labels": {name: labels.ravel().tolist() for name, labels in cases.items()},
}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(document) + "\n")
