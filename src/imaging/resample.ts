import { runSteps } from "../domain/run-steps.ts";
import type { Samples } from "../domain/tile/tile.ts";

/**
 * Separable resampling of a window of a plane: a box filter (the exact area average, so there is no aliasing) when it
 * shrinks, bilinear interpolation when it enlarges. In both, each output pixel is a weighted sum of a short run of
 * source pixels on each axis ("taps"). Pixels outside of the plane count as 0.
 */
interface Taps {
  /** First source index of each output index. */
  readonly first: Int32Array;
  /** How many source pixels each output index reads; 0 when all of them are outside of the plane. */
  readonly count: Int32Array;
  /** `[output, most]`, weights in the order of the source pixels. */
  readonly weights: Float32Array;
  /** The most source pixels that an output index can read. */
  readonly most: number;
}

/** The window of the source that becomes the whole output, in px; fractions are allowed. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function tapsOf(start: number, length: number, size: number, limit: number): Taps {
  const scale = length / size;
  const most = scale > 1 ? Math.ceil(scale) + 1 : 2;
  const first = new Int32Array(size);
  const count = new Int32Array(size);
  const weights = new Float32Array(size * most);
  for (let out = 0; out < size; out++) {
    const from = scale > 1 ? start + out * scale : start + (out + 0.5) * scale - 0.5;
    const to = scale > 1 ? from + scale : from + 1;
    // A half-open run of source pixels. When enlarging, these are the two whose centres are around the sampling point.
    const begin = Math.max(0, Math.floor(from));
    const end = Math.min(limit, scale > 1 ? Math.ceil(to) : Math.floor(from) + 2);
    first[out] = begin;
    count[out] = Math.max(0, end - begin);
    for (let source = begin; source < end; source++) {
      const weight =
        scale > 1 ? (Math.min(to, source + 1) - Math.max(from, source)) / scale : 1 - Math.abs(source - from);
      weights[out * most + source - begin] = Math.max(0, weight);
    }
  }
  return { first, count, weights, most };
}

/**
 * Resamples the same window of any plane of one size to `[height, width]`; it is made once and used for each channel.
 */
export interface Resampler {
  readonly width: number;
  readonly height: number;
  /**
   * @param samples the plane, `[planeHeight, planeWidth]`, row-major.
   * @param out `[height, width]`, row-major, overwritten; in the unit of the samples.
   * @param mask the same shape as `samples`: samples whose mask value is not `kept` count as 0. null keeps all samples.
   */
  readonly resample: (samples: Samples, out: Float32Array, mask: Uint16Array | null, kept: number) => void;
  /** The same without a mask, in steps (`runSteps`). */
  readonly resampleInSteps: (samples: Samples, out: Float32Array) => Generator<void, void>;
}

/** Source rows of a step: 2 ms in the widest plane. */
const rowsPerStep = 64;

/** Prepares to resample `window` of planes with `planeWidth` x `planeHeight` px to `width` x `height` px. */
export function makeResampler(
  planeWidth: number,
  planeHeight: number,
  window: Window,
  width: number,
  height: number,
): Resampler {
  const across = tapsOf(window.left, window.width, width, planeWidth);
  const down = tapsOf(window.top, window.height, height, planeHeight);
  const line = new Float32Array(width);

  function shrinkRow(samples: Samples, row: number, mask: Uint16Array | null, kept: number): void {
    const { first, count, weights, most } = across;
    for (let x = 0; x < width; x++) {
      let at = row + first[x]!;
      let tap = x * most;
      let sum = 0;
      if (mask === null) {
        for (const end = at + count[x]!; at < end; at++, tap++) {
          sum += samples[at]! * weights[tap]!;
        }
      } else {
        for (const end = at + count[x]!; at < end; at++, tap++) {
          if (mask[at] === kept) sum += samples[at]! * weights[tap]!;
        }
      }
      line[x] = sum;
    }
  }

  /** Each source row is resampled across once, also when several output rows read it (when enlarging). */
  function* steps(samples: Samples, out: Float32Array, mask: Uint16Array | null, kept: number): Generator<void, void> {
    out.fill(0);
    let begin = 0;
    let end = 0;
    for (let y = 0; y < height; y++) {
      begin = y === 0 ? down.first[y]! : Math.min(begin, down.first[y]!);
      end = Math.max(end, down.first[y]! + down.count[y]!);
    }
    let firstReader = 0;
    for (let source = begin; source < end; source++) {
      if (source % rowsPerStep === 0) yield;
      while (firstReader < height && down.first[firstReader]! + down.count[firstReader]! <= source) {
        firstReader++;
      }
      let made = false;
      for (let y = firstReader; y < height && down.first[y]! <= source; y++) {
        const tap = source - down.first[y]!;
        if (tap >= down.count[y]!) continue;
        const weight = down.weights[y * down.most + tap]!;
        if (weight === 0) continue;
        if (!made) {
          shrinkRow(samples, source * planeWidth, mask, kept);
          made = true;
        }
        const to = y * width;
        for (let x = 0; x < width; x++) out[to + x]! += weight * line[x]!;
      }
    }
  }

  return {
    width,
    height,
    resample: (samples, out, mask, kept) => runSteps(steps(samples, out, mask, kept)),
    resampleInSteps: (samples, out) => steps(samples, out, null, 0),
  };
}
