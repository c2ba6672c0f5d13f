import * as tf from "@tensorflow/tfjs-core";
import { replaceCpuKernel } from "./cpu-backend.ts";
import { gatherPatches, type PatchGrid, type PixelStack, pixelsAtOnce } from "./cpu-patches.ts";

/**
 * A convolution and its gradient for the input, on the processor, as products of patches with a packed filter. Both
 * are sums over taps (positions in the filter). In the gradient of a convolution with stride s, the pixels of the
 * input belong to s x s classes by the remainders of their coordinates. Within a class the same taps reach an
 * output, so each class is one dense product.
 */

/** Number of columns that are multiplied at once. With two rows, their eight sums stay in registers. */
const block = 4;

/**
 * Packs a matrix `[inner, columns]`, which `at` reads, into blocks of four columns, `[ceil(columns / 4), inner, 4]`.
 * The last block is filled up with 0.
 */
function packColumns(inner: number, columns: number, at: (row: number, column: number) => number): Float64Array {
  const packed = new Float64Array(Math.ceil(columns / block) * inner * block);
  for (let column = 0; column < columns; column += 1) {
    const start = Math.floor(column / block) * inner * block + (column % block);
    for (let row = 0; row < inner; row += 1) packed[start + row * block] = at(row, column);
  }
  return packed;
}

/** Multiplies two patches by four columns and writes the eight sums to `sums`. */
function multiplyBlock(
  patches: Float64Array,
  first: number,
  inner: number,
  packed: Float64Array,
  start: number,
  sums: Float64Array,
) {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0, w = start; k < inner; k += 1, w += block) {
    const a = patches[first + k]!;
    const b = patches[first + inner + k]!;
    const w0 = packed[w]!;
    const w1 = packed[w + 1]!;
    const w2 = packed[w + 2]!;
    const w3 = packed[w + 3]!;
    a0 += a * w0;
    a1 += a * w1;
    a2 += a * w2;
    a3 += a * w3;
    b0 += b * w0;
    b1 += b * w1;
    b2 += b * w2;
    b3 += b * w3;
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = b0;
  sums[5] = b1;
  sums[6] = b2;
  sums[7] = b3;
}

/**
 * Multiplies patches of `source` by `packed` and writes the products to `target`. The grid's pixel (row, column) is at
 * (y + row * by, x + column * by) in `target`.
 */
function convolveGrid(
  source: PixelStack,
  grid: PatchGrid,
  packed: Float64Array,
  target: PixelStack,
  place: { readonly y: number; readonly x: number; readonly by: number },
): void {
  const { rows, columns, taps } = grid;
  const { values, height, width, channels } = target;
  const inner = taps.length * source.channels;
  const pixels = (values.length / (height * width * channels)) * rows * columns;
  const patches = new Float64Array((pixelsAtOnce + 1) * inner);
  const sums = new Float64Array(2 * block);
  for (let from = 0; from < pixels; from += pixelsAtOnce) {
    const to = Math.min(pixels, from + pixelsAtOnce);
    gatherPatches(source, grid, from, to, patches);
    for (let pixel = from; pixel < to; pixel += 2) {
      for (let column = 0; column < channels; column += block) {
        multiplyBlock(patches, (pixel - from) * inner, inner, packed, column * inner, sums);
        for (let part = 0; part < 2 && pixel + part < to; part += 1) {
          const x = (pixel + part) % columns;
          const line = (pixel + part - x) / columns;
          const y = line % rows;
          const image = (line - y) / rows;
          const at = ((image * height + place.y + y * place.by) * width + place.x + x * place.by) * channels + column;
          const end = Math.min(block, channels - column);
          for (let c = 0; c < end; c += 1) values[at + c] = sums[part * block + c]!;
        }
      }
    }
  }
}

type Info = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** Convolves `[batch, height, width, in]` with `[height, width, in, out]`. */
function convolve(x: Float32Array, filter: Float32Array, info: Info): Float32Array {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const taps = Array.from({ length: filterHeight * filterWidth }, (_, tap) => ({
    y: Math.floor(tap / filterWidth) - padInfo.top,
    x: (tap % filterWidth) - padInfo.left,
  }));
  const inner = taps.length * inChannels;
  const packed = packColumns(inner, outChannels, (row, column) => filter[row * outChannels + column]!);
  const values = new Float32Array(info.batchSize * outHeight * outWidth * outChannels);
  convolveGrid(
    { values: x, height: inHeight, width: inWidth, channels: inChannels },
    { rows: outHeight, columns: outWidth, step: info.strideHeight, taps },
    packed,
    { values, height: outHeight, width: outWidth, channels: outChannels },
    { y: 0, x: 0, by: 1 },
  );
  return values;
}

/** The taps along one axis that reach an output pixel from the input pixels of one class, and that output's offset. */
function tapsOfClass(remainder: number, filter: number, pad: number, stride: number) {
  return Array.from({ length: filter }, (_, tap) => ({ tap, offset: (remainder + pad - tap) / stride })).filter(
    ({ offset }) => Number.isInteger(offset),
  );
}

/** Computes the gradient for the input of a convolution. */
function inputGradient(dy: Float32Array, filter: Float32Array, info: Info): Float32Array {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const stride = info.strideHeight;
  const values = new Float32Array(info.batchSize * inHeight * inWidth * inChannels);
  for (let y = 0; y < Math.min(stride, inHeight); y += 1) {
    for (let x = 0; x < Math.min(stride, inWidth); x += 1) {
      const across = tapsOfClass(x, filterWidth, padInfo.left, stride);
      const taps = tapsOfClass(y, filterHeight, padInfo.top, stride).flatMap((down) =>
        across.map(({ tap, offset }) => ({ y: down.offset, x: offset, tap: down.tap * filterWidth + tap })),
      );
      if (taps.length === 0) continue;
      const packed = packColumns(taps.length * outChannels, inChannels, (row, column) => {
        const out = row % outChannels;
        const tap = taps[(row - out) / outChannels]?.tap ?? 0;
        return filter[(tap * inChannels + column) * outChannels + out]!;
      });
      convolveGrid(
        { values: dy, height: outHeight, width: outWidth, channels: outChannels },
        { rows: Math.ceil((inHeight - y) / stride), columns: Math.ceil((inWidth - x) / stride), step: 1, taps },
        packed,
        { values, height: inHeight, width: inWidth, channels: inChannels },
        { y, x, by: stride },
      );
    }
  }
  return values;
}

type Shape = [number, number, number, number];

/** Replaces both of tfjs's kernels, for `[batch, height, width, channels]` without dilation. */
export function registerCpuConvolution(): void {
  replaceCpuKernel("Conv2D", (values, shape, attributes) => {
    const { strides, pad, dimRoundingMode } = attributes as unknown as tf.Conv2DAttrs;
    const filterShape = shape("filter") as Shape;
    const info = tf.backend_util.computeConv2DInfo(shape("x") as Shape, filterShape, strides, 1, pad, dimRoundingMode);
    return { shape: info.outShape, values: convolve(values("x"), values("filter"), info) };
  });
  replaceCpuKernel("Conv2DBackpropInput", (values, shape, attributes) => {
    const { strides, pad, dimRoundingMode, inputShape } = attributes as unknown as tf.Conv2DBackpropInputAttrs;
    const filterShape = shape("filter") as Shape;
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
    return { shape: inputShape, values: inputGradient(values("dy"), values("filter"), info) };
  });
}
