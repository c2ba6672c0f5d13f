import * as tf from "@tensorflow/tfjs-core";
import { eachValue, runEachValue } from "./each-value.ts";
import { dispatch, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";
import { loadSlab, storeTile, tileDeclarations, tileSide } from "./tile-product.ts";

/**
 * The gradient of a convolution for its filter on WebGPU: the transposed input patches times the output's gradient,
 * summed over all pixels of the batch. tfjs's kernel has one thread per weight, which goes through all pixels alone
 * and reads two values per product. Here a thread computes 4 x 4 weights in registers, or a workgroup shares tiles.
 * The pixels are split among several workgroups ("split-K"). A second dispatch adds their sums in a fixed order, so
 * that a run is repeatable.
 */

const depth = 16;
/** Number of workgroups that keeps a GPU busy. With more of them, splitting costs memory and gains nothing. */
const enoughTiles = 96;
/** Bounds of a part: at least this many pixels, and at most that many summands before its sum is added to others. */
const fewestPixels = 128;
const mostPixels = 4096;

const tiledProgram: GpuProgram = {
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

/**
 * Each thread computes 4 x 4 weights of one tap in registers, over some lines of the output. Indices beyond the last
 * channel read the last channel and write nothing.
 */
const registerProgram: GpuProgram = {
  key: "convolution filter gradient in registers",
  outputs: ["result"],
  inputs: ["x", "dy"],
  sizes: [
    "lines",
    "linesAPart",
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
fn four(first: u32, channels: u32) -> vec4<u32> {
  return min(vec4<u32>(first, first + 1u, first + 2u, first + 3u), vec4<u32>(channels - 1u));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let across = (given.outChannels + 3u) / 4u;
  let down = (given.inChannels + 3u) / 4u;
  let tap = id.x / (across * down);
  if (tap >= given.kernel * given.kernel) { return; }
  let firstOut = (id.x % across) * 4u;
  let firstIn = ((id.x / across) % down) * 4u;
  let outs = four(firstOut, given.outChannels);
  let ins = four(firstIn, given.inChannels);
  let fy = tap / given.kernel;
  let fx = tap % given.kernel;
  // The outputs of a line whose input under this tap lies inside.
  let begin = select(0u, (given.pad - fx + given.stride - 1u) / given.stride, fx < given.pad);
  let inside = given.inWidth + given.pad;
  let stop = select(0u, min(given.outWidth, (inside - fx - 1u) / given.stride + 1u), inside > fx);
  var sums: array<vec4<f32>, 4>;
  let end = min(given.lines, (id.y + 1u) * given.linesAPart);
  for (var line = id.y * given.linesAPart; line < end; line += 1u) {
    let y = i32((line % given.outHeight) * given.stride + fy) - i32(given.pad);
    if (y < 0 || y >= i32(given.inHeight)) { continue; }
    let row = ((line / given.outHeight) * given.inHeight + u32(y)) * given.inWidth;
    for (var column = begin; column < stop; column += 1u) {
      let input = (row + column * given.stride + fx - given.pad) * given.inChannels;
      let output = (line * given.outWidth + column) * given.outChannels;
      let d = vec4<f32>(dy[output + outs.x], dy[output + outs.y], dy[output + outs.z], dy[output + outs.w]);
      sums[0] += x[input + ins.x] * d;
      sums[1] += x[input + ins.y] * d;
      sums[2] += x[input + ins.z] * d;
      sums[3] += x[input + ins.w] * d;
    }
  }
  let rows = given.kernel * given.kernel * given.inChannels;
  for (var i = 0u; i < min(4u, given.inChannels - firstIn); i += 1u) {
    for (var j = 0u; j < min(4u, given.outChannels - firstOut); j += 1u) {
      let r = tap * given.inChannels + firstIn + i;
      result[(id.y * rows + r) * given.outChannels + firstOut + j] = sums[i][j];
    }
  }
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

function filterGradient({ inputs, attrs, backend }: KernelGiven, tiles: boolean): tf.TensorInfo {
  const gpu = backend as GpuBackend;
  const { x, dy } = inputs as unknown as Record<"x" | "dy", tf.TensorInfo>;
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const info = tf.backend_util.computeConv2DInfo(x.shape as Shape, filterShape, strides, 1, pad, dimRoundingMode);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, strideHeight, padInfo } = info;
  const lines = info.batchSize * outHeight;
  const thin = !tiles || Math.min(outChannels, filterHeight ** 2 * inChannels) < tileSide;
  const [down, across] = thin
    ? [Math.ceil((filterHeight ** 2 * Math.ceil(inChannels / 4) * Math.ceil(outChannels / 4)) / 64), 1]
    : [Math.ceil((filterHeight ** 2 * inChannels) / tileSide), Math.ceil(outChannels / tileSide)];
  // The register program splits the lines of the output, and the tiled program splits its pixels.
  const [whole, fewest, most, step] = thin
    ? [lines, 1, Math.ceil(mostPixels / outWidth), 1]
    : [lines * outWidth, fewestPixels, mostPixels, depth];
  const wanted = Math.min(Math.ceil(enoughTiles / (down * across)), Math.ceil(whole / fewest));
  const aPart = Math.ceil(whole / Math.max(wanted, Math.ceil(whole / most)) / step) * step;
  const parts = Math.ceil(whole / aPart);
  const compileOnly = tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY");
  const result = gpu.makeTensorInfo(filterShape, "float32");
  const partial = parts === 1 ? result : gpu.makeTensorInfo([parts, ...filterShape], "float32");
  const sizes = [whole, aPart, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels];
  const values = [...sizes, filterHeight, strideHeight, padInfo.top];
  const workgroups: [number, number, number] = thin ? [down, parts, 1] : [down, across, parts];
  dispatch(gpu, thin ? registerProgram : tiledProgram, [partial], [x, dy], values, workgroups, compileOnly);
  if (parts > 1) {
    runEachValue(gpu, addProgram, filterShape, [result], [partial], [parts], compileOnly);
    gpu.disposeData(partial.dataId);
  }
  return result;
}

/**
 * Replaces tfjs's kernel "Conv2DBackpropFilter", for square filters and `[batch, height, width, channels]`. Always uses
 * registers.
 */
export const gpuFilterGradient = (given: KernelGiven) => filterGradient(given, false);

/** Like `gpuFilterGradient`, but uses tiles if the layer is large enough to fill them. */
export const gpuTiledFilterGradient = (given: KernelGiven) => filterGradient(given, true);
