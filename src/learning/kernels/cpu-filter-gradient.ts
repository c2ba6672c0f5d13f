import * as tf from "@tensorflow/tfjs-core";
import { replaceCpuKernel } from "./cpu-backend.ts";
import { gatherPatches, pixelsAtOnce } from "./cpu-patches.ts";

/**
 * The gradient of a convolution for its filter, on the processor. tfjs's kernel computes an index for every value
 * that it reads, and takes 95 % of a training step. This kernel multiplies patches of the input by the output's
 * gradient, some pixels at a time.
 */

/** Adds the products of two patch entries and four output channels, over `pixels` pixels, to `sums`. */
function addBlock(
  patches: Float64Array,
  entry: number,
  inner: number,
  dy: Float32Array,
  start: number,
  outputs: number,
  pixels: number,
  sums: Float64Array,
  to: number,
): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let pixel = 0, p = entry, d = start; pixel < pixels; pixel += 1, p += inner, d += outputs) {
    const a = patches[p]!;
    const b = patches[p + 1]!;
    const d0 = dy[d]!;
    const d1 = dy[d + 1]!;
    const d2 = dy[d + 2]!;
    const d3 = dy[d + 3]!;
    a0 += a * d0;
    a1 += a * d1;
    a2 += a * d2;
    a3 += a * d3;
    b0 += b * d0;
    b1 += b * d1;
    b2 += b * d2;
    b3 += b * d3;
  }
  sums[to]! += a0;
  sums[to + 1]! += a1;
  sums[to + 2]! += a2;
  sums[to + 3]! += a3;
  sums[to + outputs]! += b0;
  sums[to + outputs + 1]! += b1;
  sums[to + outputs + 2]! += b2;
  sums[to + outputs + 3]! += b3;
}

/**
 * Sums the products of one entry and one channel. It computes the rest if the number of entries is odd or the number of
 * channels is not a multiple of four.
 */
function addOne(
  patches: Float64Array,
  entry: number,
  inner: number,
  dy: Float32Array,
  start: number,
  outputs: number,
  pixels: number,
): number {
  let sum = 0;
  for (let pixel = 0, p = entry, d = start; pixel < pixels; pixel += 1, p += inner, d += outputs) {
    sum += patches[p]! * dy[d]!;
  }
  return sum;
}

function filterGradient(
  x: Float32Array,
  dy: Float32Array,
  info: ReturnType<typeof tf.backend_util.computeConv2DInfo>,
): Float32Array {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, padInfo } = info;
  const taps = Array.from({ length: filterHeight * filterWidth }, (_, tap) => ({
    y: Math.floor(tap / filterWidth) - padInfo.top,
    x: (tap % filterWidth) - padInfo.left,
  }));
  const inner = taps.length * inChannels;
  const sums = new Float64Array(inner * outChannels);
  const patches = new Float64Array(pixelsAtOnce * inner);
  const source = { values: x, height: inHeight, width: inWidth, channels: inChannels };
  const grid = { rows: outHeight, columns: outWidth, step: strideHeight, taps };
  const all = batchSize * outHeight * outWidth;
  const pairs = inner - (inner % 2);
  const fours = outChannels - (outChannels % 4);
  for (let from = 0; from < all; from += pixelsAtOnce) {
    const pixels = Math.min(all - from, pixelsAtOnce);
    const start = from * outChannels;
    gatherPatches(source, grid, from, from + pixels, patches);
    for (let entry = 0; entry < inner; entry += 1) {
      const paired = entry < pairs;
      const to = entry * outChannels;
      if (paired && entry % 2 === 0) {
        for (let out = 0; out < fours; out += 4) {
          addBlock(patches, entry, inner, dy, start + out, outChannels, pixels, sums, to + out);
        }
      }
      for (let out = paired ? fours : 0; out < outChannels; out += 1) {
        const sum = addOne(patches, entry, inner, dy, start + out, outChannels, pixels);
        sums[to + out]! += sum;
      }
    }
  }
  return Float32Array.from(sums);
}

/** Replaces tfjs's kernel, for `[batch, height, width, channels]`. */
export function registerCpuFilterGradient(): void {
  replaceCpuKernel("Conv2DBackpropFilter", (values, shape, attributes) => {
    const { strides, pad, dimRoundingMode, filterShape } = attributes as unknown as tf.Conv2DBackpropFilterAttrs;
    const inputShape = shape("x") as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
    return { shape: filterShape, values: filterGradient(values("x"), values("dy"), info) };
  });
}
