import * as tf from "@tensorflow/tfjs-core";
import { eachValue, runEachValue } from "./each-value.ts";
import { dispatch, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";
import { loadSlab, storeTile, tileDeclarations, tileSide } from "./tile-product.ts";

/**
 * The gradient of a convolution for its filter on WebGPU: input patches, transposed, times the output's gradient, summed over all pixels of
 * the batch. tfjs's own kernel has one thread a weight, which walks all pixels alone. Here tiles are shared, and where there are few of them the
 * pixels are split among several workgroups ("split-K") whose parts a second dispatch adds in a fixed order, so that a run repeats itself.
 */

const depth = 16;
/** Workgroups that keep a GPU busy: beyond it, splitting costs memory and gains nothing. */
const enoughTiles = 256;
/** A part has at least this many pixels, and a sum at most this many summands before it is added to others. */
const fewestPixels = 128;
const mostPixels = 4096;

const partialProgram: GpuProgram = {
  key: "convolution filter gradient",
  outputs: ["result"],
  inputs: ["x", "dy"],
  sizes: [
    "pixels",
    "pixelsAPart",
    "inHeight",
    "inWidth",
    "inChannels",
    "outHeight",
    "outWidth",
    "outChannels",
    "kernel",
    "stride",
    "pad",
  ],
  code: `
${tileDeclarations(depth)}
var<workgroup> tapY: array<u32, ${tileSide}>;
var<workgroup> tapX: array<u32, ${tileSide}>;
var<workgroup> tapChannel: array<u32, ${tileSide}>;
var<workgroup> pixelImage: array<u32, ${depth}>;
var<workgroup> pixelY: array<u32, ${depth}>;
var<workgroup> pixelX: array<u32, ${depth}>;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let rows = given.kernel * given.kernel * given.inChannels;
  let firstRow = group.x * ${tileSide}u;
  let firstColumn = group.y * ${tileSide}u;
  let row = local.y * 4u;
  let column = local.x * 4u;
  if (thread < ${tileSide}u) {
    let r = firstRow + thread;
    let tap = r / given.inChannels;
    tapChannel[thread] = r % given.inChannels;
    tapY[thread] = tap / given.kernel;
    tapX[thread] = tap % given.kernel;
  }
  let end = min(given.pixels, (group.z + 1u) * given.pixelsAPart);
  for (var start = group.z * given.pixelsAPart; start < end; start += ${depth}u) {
    if (thread < ${depth}u) {
      let pixel = start + thread;
      let line = pixel / given.outWidth;
      pixelX[thread] = (pixel % given.outWidth) * given.stride;
      pixelY[thread] = (line % given.outHeight) * given.stride;
      pixelImage[thread] = line / given.outHeight;
    }
    workgroupBarrier();
    ${loadSlab(
      "left",
      depth,
      false,
      `let y = i32(pixelY[k] + tapY[j]) - i32(given.pad);
    let across = i32(pixelX[k] + tapX[j]) - i32(given.pad);
    if (start + k < end && firstRow + j < rows && y >= 0 && y < i32(given.inHeight) && across >= 0 && across < i32(given.inWidth)) {
      let pixel = (pixelImage[k] * given.inHeight + u32(y)) * given.inWidth + u32(across);
      value = x[pixel * given.inChannels + tapChannel[j]];
    }`,
    )}
    ${loadSlab(
      "right",
      depth,
      false,
      `let n = firstColumn + j;
    if (start + k < end && n < given.outChannels) { value = dy[(start + k) * given.outChannels + n]; }`,
    )}
    workgroupBarrier();
    multiplySlabs(row, column);
    workgroupBarrier();
  }
  ${storeTile(
    "if (r < rows && n < given.outChannels) { result[(group.z * rows + r) * given.outChannels + n] = value; }",
  )}
}`,
};

const addProgram = eachValue(
  "add parts",
  ["total"],
  ["parts"],
  ["count"],
  `var sum = 0.0;
  for (var part = 0u; part < u32(given.count); part += 1u) { sum += parts[part * given.size + at]; }
  total[at] = sum;`,
);

type Shape = [number, number, number, number];

/** tfjs's kernel "Conv2DBackpropFilter", for square filters and `[batch, height, width, channels]`. */
export function gpuFilterGradient({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo {
  const gpu = backend as GpuBackend;
  const { x, dy } = inputs as unknown as Record<"x" | "dy", tf.TensorInfo>;
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const info = tf.backend_util.computeConv2DInfo(x.shape as Shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, strideHeight, padInfo } = info;
  const pixels = info.batchSize * outHeight * outWidth;
  const [down, across] = [Math.ceil((filterHeight ** 2 * inChannels) / tileSide), Math.ceil(outChannels / tileSide)];
  const wanted = Math.min(Math.ceil(enoughTiles / (down * across)), Math.ceil(pixels / fewestPixels));
  const aPart = Math.ceil(pixels / Math.max(wanted, Math.ceil(pixels / mostPixels)) / depth) * depth;
  const parts = Math.ceil(pixels / aPart);
  const compileOnly = tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY");
  const result = gpu.makeTensorInfo(filterShape, "float32");
  const partial = parts === 1 ? result : gpu.makeTensorInfo([parts, ...filterShape], "float32");
  const sizes = [pixels, aPart, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels];
  const values = [...sizes, filterHeight, strideHeight, padInfo.top];
  dispatch(gpu, partialProgram, [partial], [x, dy], values, [down, across, parts], compileOnly);
  if (parts > 1) {
    runEachValue(gpu, addProgram, filterShape, [result], [partial], [parts], compileOnly);
    gpu.disposeData(partial.dataId);
  }
  return result;
}
