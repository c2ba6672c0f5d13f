import type { Raster } from "../imaging/box-downsample.ts";
import { floatPercentiles } from "../imaging/normalise.ts";
import type { Features } from "./convolve.ts";
import { boxBlur, enlarge, gaussianBlur } from "./mat-filters.ts";
import { type NucleusNetwork, networkMultiple, runNucleusNetwork } from "./nucleus-network.ts";
import type { OpenCV } from "./opencv.ts";

/** px a nucleus diameter has where the network looks. */
export const networkDiameter = 20;
/** Blur before the image is made smaller, in px of the smaller image. */
const antialias = 0.35;
/** px of the smaller image: side of the window that local contrast is measured in. */
const contrastWindow = 41;
/** Bounds of the two inputs, as in training. */
const brightest = 1.5;
const mostContrast = 3;
/** Added to the local spread, so that noise on an empty ground is not blown up. */
const leastSpread = 0.02;

/** What the network says of each pixel. */
export interface NucleusMaps {
  /** `[height, width]`, 0..1: how surely it is nucleus. */
  readonly stained: Float32Array;
  /** `[height, width]`, 0..1: distance to the outline of its own nucleus over the largest such distance; low along seams. */
  readonly depth: Float32Array;
}

/**
 * Runs the network on the nuclear stain, at the scale it was trained at.
 *
 * @param image the nuclear stain, any unit.
 * @param diameter expected nucleus diameter, px of `image`.
 * @returns maps of the size of `image`.
 */
export function mapNuclei(opencv: OpenCV, network: NucleusNetwork, image: Raster, diameter: number): NucleusMaps {
  const scale = networkDiameter / diameter;
  const width = Math.max(networkMultiple, Math.round(image.width * scale));
  const height = Math.max(networkMultiple, Math.round(image.height * scale));
  const smooth = scale < 1 ? { ...image, values: gaussianBlur(opencv, image, antialias / scale) } : image;
  const small = { width, height, values: enlarge(opencv, smooth, width, height) };
  const logits = runNucleusNetwork(network, pad(contrasts(opencv, small)));
  const [stained, depth] = logits.planes.map((plane) => {
    const values = new Float32Array(width * height);
    for (let pixel = 0; pixel < values.length; pixel++) {
      const x = pixel % width;
      values[pixel] = 1 / (1 + Math.exp(-(plane[((pixel - x) / width) * logits.width + x] as number)));
    }
    return enlarge(opencv, { width, height, values }, image.width, image.height);
  });
  return { stained: stained as Float32Array, depth: depth as Float32Array };
}

/** The network's inputs: brightness over the whole image (its root, -1..2) and contrast with the surroundings (-3..3). */
function contrasts(opencv: OpenCV, { width, height, values }: Raster): Features {
  const [low = 0, high = 0] = floatPercentiles(values, [0.01, 0.998]);
  const range = Math.max(high - low, 1e-6);
  const root = values.map((value) => Math.sqrt(Math.max(0, Math.min(brightest, (value - low) / range))));
  const mean = boxBlur(opencv, { width, height, values: root }, contrastWindow);
  const squares = boxBlur(opencv, { width, height, values: root.map((value) => value * value) }, contrastWindow);
  const local = root.map((value, pixel) => {
    const average = mean[pixel] as number;
    const spread = Math.sqrt(Math.max(0, (squares[pixel] as number) - average * average));
    return Math.max(-mostContrast, Math.min(mostContrast, (value - average) / (spread + leastSpread)));
  });
  return { width, height, planes: [root.map((value) => 2 * value - 1), local] };
}

/** Repeats the last column and row up to the next multiple that the network takes. */
function pad({ width, height, planes }: Features): Features {
  const outWidth = Math.ceil(width / networkMultiple) * networkMultiple;
  const outHeight = Math.ceil(height / networkMultiple) * networkMultiple;
  const padded = planes.map((plane) => {
    const out = new Float32Array(outWidth * outHeight);
    for (let y = 0; y < outHeight; y++) {
      const row = Math.min(y, height - 1) * width;
      for (let x = 0; x < outWidth; x++) out[y * outWidth + x] = plane[row + Math.min(x, width - 1)] as number;
    }
    return out;
  });
  return { width: outWidth, height: outHeight, planes: padded };
}
