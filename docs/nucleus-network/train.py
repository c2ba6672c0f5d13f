"""Trains the network of src/segmentation/nucleus-network.ts and writes its weights.

    python3 train.py NUCLEI WEIGHTS [--leave-out 0|1] [--steps 2600] [--seed 0]

Debian: python3-torch python3-scipy python3-skimage. NUCLEI holds `<name>.png` (nuclear stain) and `<name>_label.png`
(0 background, 1..n nuclei), such as BBBC038. With --leave-out every other image is left out (the even or the odd ones by
name), so that the rest can be measured on images that the network has not seen. WEIGHTS gets float32, little-endian: of each
convolution its weights [outputs, inputs, 3, 3] and biases, batch norm folded in; then the head.
"""

import argparse
import glob
import os

import numpy as np
import torch
import torch.nn.functional as functional
from scipy import ndimage
from skimage import io, measure, segmentation
from torch import nn

DIAMETER = 20.0  # px of a nucleus where the network looks
ZOOMS = (0.55, 0.8, 1.0, 1.4)  # of the true diameter: the estimate errs, and nuclei of one image differ
WINDOW = 41  # px of local contrast
PATCH = 112
BATCH = 6
SYNTHETIC_SCENES = 90
SYNTHETIC_SHARE = 0.15


def resize(image, scale, smooth):
    height, width = max(8, round(image.shape[0] * scale)), max(8, round(image.shape[1] * scale))
    if not smooth:
        rows = np.minimum((np.arange(height) + 0.5) / height * image.shape[0], image.shape[0] - 1).astype(int)
        columns = np.minimum((np.arange(width) + 0.5) / width * image.shape[1], image.shape[1] - 1).astype(int)
        return image[rows][:, columns]
    if scale < 1:
        image = ndimage.gaussian_filter(image, 0.35 / scale)
    batch = torch.from_numpy(image)[None, None]
    return functional.interpolate(batch, size=(height, width), mode="bilinear", align_corners=False)[0, 0].numpy()


def contrasts(image):
    low, high = np.percentile(image, [1, 99.8])
    root = np.sqrt(np.clip((image - low) / max(high - low, 1e-6), 0, 1.5))
    mean = ndimage.uniform_filter(root, WINDOW)
    spread = np.sqrt(np.maximum(ndimage.uniform_filter(root * root, WINDOW) - mean * mean, 0))
    return np.stack([root * 2 - 1, np.clip((root - mean) / (spread + 0.02), -3, 3)]).astype(np.float32)


def targets(labels):
    depth = np.zeros(labels.shape, np.float32)
    for region in measure.regionprops(labels):
        top, left, bottom, right = region.bbox
        distance = ndimage.distance_transform_edt(np.pad(region.image, 1))[1:-1, 1:-1]
        depth[top:bottom, left:right][region.image] = (distance / max(distance.max(), 1))[region.image]
    return np.stack([(labels > 0).astype(np.float32), depth])


def synthetic_scene(random, side=150):
    """Crisp, textured nuclei as of cultured cells in a confocal microscope: round, bent or lobed, apart or with a dark seam."""
    labels = np.zeros((side, side), np.int32)
    image = np.zeros((side, side), np.float32)
    ys, xs = np.mgrid[:side, :side]
    texture = ndimage.gaussian_filter(random.normal(size=(side, side)), 1.2)
    texture /= texture.std()
    grain, lobed, size = random.uniform(0.03, 0.15), random.uniform(0.2, 0.9), random.uniform(0.85, 1.25)
    count = 0
    for _ in range(random.integers(8, 45)):
        radius = random.uniform(7, 13) * size * (0.6 if random.random() < 0.15 else 1)
        middle_y, middle_x = random.uniform(-3, side + 3, 2)
        turn = random.uniform(0, np.pi)
        u = (xs - middle_x) * np.cos(turn) + (ys - middle_y) * np.sin(turn)
        v = -(xs - middle_x) * np.sin(turn) + (ys - middle_y) * np.cos(turn)
        if random.random() < lobed:
            field, along, across, bend = np.zeros(labels.shape, np.float32), 0.0, 0.0, random.uniform(-0.9, 0.9)
            for lobe in range(random.integers(2, 4)):
                reach = radius * random.uniform(0.55, 0.95)
                field = np.maximum(field, 1 - ((u - along) ** 2 + (v - across) ** 2) / (2 * reach * reach))
                along += radius * random.uniform(0.7, 1.25) * np.cos(lobe * bend)
                across += radius * random.uniform(0.7, 1.25) * np.sin(lobe * bend)
            inside = ndimage.gaussian_filter(field.clip(0, 1), random.uniform(0.6, 1.8)) > 0.5
        else:
            inside = (u / radius) ** 2 + (v / (radius * random.uniform(0.6, 1))) ** 2 < 1
        taken = ndimage.binary_dilation(labels > 0, iterations=1 + random.integers(0, 3)) if count else labels > 0
        if (inside & taken).sum() > 0.25 * inside.sum():
            continue
        pieces, found = ndimage.label(inside & ~taken)
        if found == 0:
            continue
        inside = pieces == 1 + np.argmax(np.bincount(pieces.ravel())[1:])
        if inside.sum() < 25:
            continue
        count += 1
        labels[inside] = count
        brightness = random.uniform(0.5, 1)
        image[inside] = brightness * (1 + grain * texture[inside])
        for _ in range(random.integers(0, 5)):
            y, x = np.argwhere(inside)[random.integers(inside.sum())]
            width = random.uniform(1, 2.5)
            hollow = np.exp(-((ys - y) ** 2 + (xs - x) ** 2) / (2 * width * width)) * random.uniform(0.2, 0.6)
            image[inside] -= (brightness * hollow)[inside].astype(np.float32)
    image = ndimage.gaussian_filter(image.clip(0), random.uniform(0.4, 1.1)) + random.uniform(0, 0.08)
    return image.astype(np.float32) * 200, labels


class Network(nn.Module):
    def __init__(self):
        super().__init__()

        def layer(inputs, outputs):
            return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU())

        sizes = [(2, 8), (8, 8), (8, 16), (16, 16), (16, 24), (24, 24), (24, 32), (56, 24), (40, 16), (24, 8)]
        self.layers = nn.ModuleList(layer(inputs, outputs) for inputs, outputs in sizes)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        run, half = self.layers, functional.max_pool2d

        def beside(coarse, fine):
            return torch.cat([functional.interpolate(coarse, scale_factor=2, mode="nearest"), fine], 1)

        fine = run[1](run[0](x))
        middle = run[3](run[2](half(fine, 2)))
        coarse = run[5](run[4](half(middle, 2)))
        deepest = run[6](half(coarse, 2))
        back = run[8](beside(run[7](beside(deepest, coarse)), middle))
        return self.head(run[9](beside(back, fine)))

    def folded(self):
        """All weights in the order that the page reads them, batch norm folded into its convolution."""
        parts = []
        for convolution, norm, _ in self.layers:
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            parts += [convolution.weight * scale[:, None, None, None]]
            parts += [(convolution.bias - norm.running_mean) * scale + norm.bias]
        parts += [self.head.weight, self.head.bias]
        return np.concatenate([part.detach().numpy().ravel() for part in parts]).astype("<f4")


def pool_of(folder, leave_out, random):
    pool, nuclei = [], []
    names = sorted(os.path.basename(path)[: -len("_label.png")] for path in glob.glob(f"{folder}/*_label.png"))
    for index, name in enumerate(names):
        if index % 2 == leave_out:
            continue
        image = io.imread(f"{folder}/{name}.png").astype(np.float32)
        if image.ndim == 3:
            image = image[..., :3].mean(-1)
        labels = io.imread(f"{folder}/{name}_label.png").astype(np.int32)
        areas = np.bincount(labels.ravel())[1:]
        diameter = 2 * np.sqrt(np.median(areas[areas > 0]) / np.pi)
        for zoom in ZOOMS:
            small = resize(image, DIAMETER / diameter * zoom, smooth=True)
            shown = segmentation.relabel_sequential(resize(labels, DIAMETER / diameter * zoom, smooth=False))[0]
            pool.append((small, targets(shown), np.percentile(small, 99.8) + 1e-6))
            nuclei.append(len(np.unique(labels)))
    weights = np.sqrt(np.array(nuclei, float))
    weights *= (1 - SYNTHETIC_SHARE) / weights.sum()
    for _ in range(SYNTHETIC_SCENES):
        small, labels = synthetic_scene(random)
        pool.append((small, targets(labels), np.percentile(small, 99.8) + 1e-6))
    return pool, np.concatenate([weights, np.full(SYNTHETIC_SCENES, SYNTHETIC_SHARE / SYNTHETIC_SCENES)])


def patch_of(pool, chances, random):
    """A patch with another brightness, slope of light, noise, sharpness and turn: inputs, targets, and where they count."""
    image, target, bright = pool[random.choice(len(pool), p=chances)]
    top = random.integers(0, max(1, image.shape[0] - PATCH + 1))
    left = random.integers(0, max(1, image.shape[1] - PATCH + 1))
    image = np.clip(image[top : top + PATCH, left : left + PATCH] / bright, 0, None) ** random.uniform(0.7, 1.4)
    target = target[:, top : top + PATCH, left : left + PATCH]
    if random.random() < 0.4:
        image = image + random.uniform(0, 0.15) * np.linspace(0, 1, image.shape[1])[None]
    if random.random() < 0.5:
        image = image + random.normal(0, random.uniform(0, 0.04), image.shape)
    if random.random() < 0.3:
        image = ndimage.gaussian_filter(image, random.uniform(0.3, 1.0))
    inputs = contrasts(image.astype(np.float32))
    counts = np.ones((1, *inputs.shape[1:]), np.float32)
    missing = ((0, 0), (0, PATCH - inputs.shape[1]), (0, PATCH - inputs.shape[2]))
    whole = [np.pad(inputs, missing, mode="edge"), np.pad(target, missing), np.pad(counts, missing)]
    turn, flip = random.integers(0, 4), random.random() < 0.5
    whole = [np.rot90(part, turn, (1, 2)) for part in whole]
    return [np.ascontiguousarray(part[:, :, ::-1] if flip else part, np.float32) for part in whole]


def train(pool, chances, steps, random):
    network, average = Network(), {}
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=1e-3)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 1e-5 + 3e-3 * (0.5 + 0.5 * np.cos(np.pi * step / steps))
        batch = [patch_of(pool, chances, random) for _ in range(BATCH)]
        inputs, wanted, counts = (torch.from_numpy(np.stack(part)) for part in zip(*batch))
        logits = network(inputs)
        stained = functional.binary_cross_entropy_with_logits(logits[:, 0], wanted[:, 0], reduction="none")
        depth = (torch.sigmoid(logits[:, 1]) - wanted[:, 1]) ** 2 * (1 + 3 * wanted[:, 0])
        loss = ((stained + 4 * depth) * counts[:, 0]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            for name, value in network.state_dict().items():
                if value.dtype == torch.float32:
                    known = average.setdefault(name, value.clone())
                    known.mul_(0.995).add_(value, alpha=0.005)
        if step % 100 == 99:
            print(step + 1, round(loss.item(), 4), flush=True)
    network.load_state_dict({**network.state_dict(), **average})
    return network.eval()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nuclei")
    parser.add_argument("weights")
    parser.add_argument("--leave-out", type=int, default=None)
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    pool, chances = pool_of(options.nuclei, options.leave_out, random)
    train(pool, chances, options.steps, random).folded().tofile(options.weights)


if __name__ == "__main__":
    main()
