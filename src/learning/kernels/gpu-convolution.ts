import * as tf from "@tensorflow/tfjs-core";
import { dispatch, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";
import { loadSlab, slabDepth, storeTile, tileDeclarations, tileSide } from "./tile-product.ts";

/**
 * A convolution and its gradient for the input on WebGPU, as products of the source's patches (rows: pixels of the result) with the filter
 * (columns: channels of the result) that are never written out. In the gradient of a convolution with stride s the result's pixels fall into
 * s x s classes by their remainders; within a class the same taps reach a source pixel, so a class (the dispatch's z) is one dense
 * product and no zero is multiplied.
 */

/** What the two differ in: where the taps of a class begin and which source pixel a tap reaches, and the filter's layout. */
interface Direction {
  readonly key: string;
  readonly inputs: readonly [source: string, filter: string];
  /** Steps between the taps of a class, and between a class's pixels. */
  readonly spacing: string;
  /** Source pixel along an axis, for grid place `g`, tap `f` and class `c`. */
  readonly sourceAt: (g: string, f: string, c: string) => string;
  /** Index into the filter for tap `tap`, source channel `channel`, result channel `n`. */
  readonly filterAt: string;
}

const forwardDirection: Direction = {
  key: "convolution",
  inputs: ["x", "weights"],
  spacing: "1u",
  sourceAt: (g, f) => `i32(${g} * given.stride + ${f}) - i32(given.pad)`,
  filterAt: "(tap * given.sourceChannels + channel) * given.channels + n",
};

const backwardDirection: Direction = {
  key: "convolution input gradient",
  inputs: ["dy", "weights"],
  spacing: "given.stride",
  sourceAt: (g, f, c) => `i32(${g}) + (i32(${c} + given.pad) - i32(${f})) / i32(given.stride)`,
  filterAt: "(tap * given.channels + n) * given.sourceChannels + channel",
};

function tiledProgram({ key, inputs, spacing, sourceAt, filterAt }: Direction, depth: number): GpuProgram {
  const [source, filter] = inputs;
  return {
    key: `${key} ${depth}`,
    outputs: ["result"],
    inputs,
    sizes: [
      "batch",
      "sourceHeight",
      "sourceWidth",
      "sourceChannels",
      "height",
      "width",
      "channels",
      "kernel",
      "stride",
      "pad",
    ],
    code: `
${tileDeclarations(depth)}
var<workgroup> rowImage: array<u32, ${tileSide}>;
var<workgroup> rowY: array<u32, ${tileSide}>;
var<workgroup> rowX: array<u32, ${tileSide}>;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let spacing = ${spacing};
  let classY = group.z / spacing;
  let classX = group.z % spacing;
  // The class's pixels; the first classes may have one more along an axis.
  let gridHeight = (given.height - min(classY, given.height) + spacing - 1u) / spacing;
  let gridWidth = (given.width - min(classX, given.width) + spacing - 1u) / spacing;
  let rows = given.batch * gridHeight * gridWidth;
  let firstRow = group.x * ${tileSide}u;
  let firstColumn = group.y * ${tileSide}u;
  let row = local.y * 4u;
  let column = local.x * 4u;
  if (firstRow >= rows) { return; }
  if (thread < ${tileSide}u) {
    let r = min(firstRow + thread, rows - 1u);
    let line = r / gridWidth;
    rowX[thread] = r % gridWidth;
    rowY[thread] = line % gridHeight;
    rowImage[thread] = line / gridHeight;
  }
  workgroupBarrier();
  for (var fy = (classY + given.pad) % spacing; fy < given.kernel; fy += spacing) {
    for (var fx = (classX + given.pad) % spacing; fx < given.kernel; fx += spacing) {
      let tap = fy * given.kernel + fx;
      for (var start = 0u; start < given.sourceChannels; start += ${depth}u) {
        ${loadSlab(
          "left",
          depth,
          true,
          `let channel = start + k;
        let down = ${sourceAt("rowY[j]", "fy", "classY")};
        let across = ${sourceAt("rowX[j]", "fx", "classX")};
        if (channel < given.sourceChannels && down >= 0 && down < i32(given.sourceHeight) && across >= 0 && across < i32(given.sourceWidth)) {
          let pixel = (rowImage[j] * given.sourceHeight + u32(down)) * given.sourceWidth + u32(across);
          value = ${source}[pixel * given.sourceChannels + channel];
        }`,
        )}
        ${loadSlab(
          "right",
          depth,
          key !== "convolution",
          `let channel = start + k;
        let n = firstColumn + j;
        if (channel < given.sourceChannels && n < given.channels) { value = ${filter}[${filterAt}]; }`,
        )}
        workgroupBarrier();
        multiplySlabs(row, column);
        workgroupBarrier();
      }
    }
  }
  ${storeTile(`if (r < rows && n < given.channels) {
        let line = r / gridWidth;
        let y = (line % gridHeight) * spacing + classY;
        let x = (r % gridWidth) * spacing + classX;
        result[(((line / gridHeight) * given.height + y) * given.width + x) * given.channels + n] = value;
      }`)}
}`,
  };
}

type Shape = [number, number, number, number];

function runTiled(
  backend: GpuBackend,
  direction: Direction,
  source: tf.TensorInfo,
  filter: tf.TensorInfo,
  shape: Shape,
  info: ReturnType<typeof tf.backend_util.computeConv2DInfo>,
): tf.TensorInfo {
  const result = backend.makeTensorInfo(shape, "float32");
  const [batch, height, width, channels] = shape;
  const [, sourceHeight = 1, sourceWidth = 1, sourceChannels = 1] = source.shape;
  const sizes = [batch, sourceHeight, sourceWidth, sourceChannels, height, width, channels];
  const spacing = direction === backwardDirection ? info.strideHeight : 1;
  const rows = batch * Math.ceil(height / spacing) * Math.ceil(width / spacing);
  dispatch(
    backend,
    tiledProgram(direction, slabDepth(sourceChannels)),
    [result],
    [source, filter],
    [...sizes, info.filterHeight, info.strideHeight, info.padInfo.top],
    [Math.ceil(rows / tileSide), Math.ceil(channels / tileSide), spacing * spacing],
    tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY"),
  );
  return result;
}

/** tfjs's kernel "Conv2D", for square filters and `[batch, height, width, channels]`. */
export function gpuConvolution({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo {
  const { x, filter } = inputs as unknown as Record<"x" | "filter", tf.TensorInfo>;
  const { strides, pad, dimRoundingMode } = attrs as unknown as tf.Conv2DAttrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as Shape,
    filter.shape as Shape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return runTiled(backend as GpuBackend, forwardDirection, x, filter, info.outShape as Shape, info);
}

/** tfjs's kernel "Conv2DBackpropInput", for the same. */
export function gpuInputGradient({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo {
  const { dy, filter } = inputs as unknown as Record<"dy" | "filter", tf.TensorInfo>;
  const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape as Shape, strides, 1, pad, dimRoundingMode);
  return runTiled(backend as GpuBackend, backwardDirection, dy, filter, inputShape, info);
}
