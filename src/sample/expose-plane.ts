import type { Samples } from "../domain/tile/tile.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { between, normal, type Random } from "./seeded-random.ts";

/** The properties of the microscope and its camera. */
export interface Exposure {
  readonly bitDepth: 8 | 16;
  /** Standard deviation of the point-spread function, px. */
  readonly blur: number;
  /** Number of photons of a sample at full scale; shot noise grows with the square root of the photons counted. */
  readonly photons: number;
  /** Share of the light that is lost in the corners, 0..1. */
  readonly vignette: number;
  /** Change of the light from one side of the tile to the other, as a share, 0..1. */
  readonly gradient: number;
  /** Direction of that change, radians. */
  readonly gradientAngle: number;
}

export function drawExposure(bitDepth: 8 | 16, radius: number, photons: number, random: Random): Exposure {
  return {
    bitDepth,
    blur: Math.max(0.5, 0.018 * radius),
    photons: photons * between(random, 0.7, 1.4),
    vignette: between(random, 0.1, 0.3),
    gradient: between(random, 0, 0.3),
    gradientAngle: between(random, 0, 2 * Math.PI),
  };
}

/** Standard deviation of the camera's own noise as a share of full scale; values below the dark level become 0. */
const readNoise = 0.003;

/**
 * Applies blur, uneven illumination, shot noise and read noise to a plane, and rounds it to the bit depth.
 *
 * @param plane `[height, width]`, row-major, light as a share of full scale; it is blurred in place.
 * @returns the same shape, 0..255 or 0..65535.
 */
export function exposePlane(
  plane: Float32Array,
  width: number,
  height: number,
  exposure: Exposure,
  random: Random,
): Samples {
  gaussianBlur(plane, width, height, exposure.blur);
  const full = exposure.bitDepth === 8 ? 255 : 65_535;
  const samples = exposure.bitDepth === 8 ? new Uint8Array(plane.length) : new Uint16Array(plane.length);
  const deviates = Float32Array.from({ length: tableSize }, () => normal(random));
  const { photons, vignette } = exposure;
  const slopeX = (exposure.gradient * Math.cos(exposure.gradientAngle)) / width;
  const slopeY = (exposure.gradient * Math.sin(exposure.gradientAngle)) / height;
  for (let y = 0; y < height; y += 1) {
    const v = (2 * y) / height - 1;
    const rowLight = 1 - 0.5 * vignette * v * v + slopeY * (y - height / 2);
    for (let x = 0; x < width; x += 1) {
      const u = (2 * x) / width - 1;
      const i = y * width + x;
      const light = plane[i]! * (rowLight - 0.5 * vignette * u * u + slopeX * (x - width / 2));
      // One random number chooses both normal numbers.
      const pick = (random() * tableSize * tableSize) | 0;
      const counted = shotNoise(light * photons, deviates[pick % tableSize]!);
      const signal = counted / photons + readNoise * deviates[(pick / tableSize) | 0]!;
      samples[i] = signal <= 0 ? 0 : signal >= 1 ? full : (signal * full + 0.5) | 0;
    }
  }
  return samples;
}

/**
 * Size of the table of normal numbers to draw from: a table takes a tenth of the time of a logarithm and a cosine. The
 * square of the size fits into 31 bits.
 */
const tableSize = 1 << 13;

/**
 * A Poisson count around `mean`, by the square root transform that makes the variance constant (Anscombe, 1948). It is
 * accurate from a few photons on and does no harm below, and takes a fraction of the time of exact sampling.
 *
 * @param deviate a standard normal number.
 */
function shotNoise(mean: number, deviate: number): number {
  const root = Math.sqrt(mean + 0.375) + 0.5 * deviate;
  return root <= 0 ? 0 : Math.max(0, root * root - 0.375);
}
