import * as tf from "@tensorflow/tfjs-core";
import { dispatch, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";
import { loadSlab, slabDepth, storeTile, tileDeclarations, tileSide } from "./tile-product.ts";

/**
 * A convolution and its gradient for the input on WebGPU, as matrix products. The rows are the source's patches, one
 * for each pixel of the result, and the columns are the filter's, one for each channel of the result. The patches
 * are never stored as a whole. In the gradient of a convolution with stride s, the result's pixels belong to s x s
 * classes by the remainders of their coordinates. Within a class the same taps reach a source pixel, so each class
 * (the dispatch's z) is one dense product, and no zero is multiplied.
 */

/**
 * The differences between the two directions: the taps of a class, the source pixel of a tap, and the filter's
 * layout.
 */
interface Direction {
  readonly key: string;
  readonly inputs: readonly [source: string, filter: string];
  /** WGSL for the distance between the taps of a class, which is also the distance between its pixels. */
  readonly spacing: string;
  /** WGSL for the source pixel along an axis, for grid position `g`, tap `f` and class `c`. */
  readonly sourceAt: (g: string, f: string, c: string) => string;
  /** WGSL for the index into the filter, for tap `tap`, source channel `channel` and result channel `n`. */
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

/** Replaces tfjs's kernel "Conv2D", for square filters and `[batch, height, width, channels]`. */
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

/** Replaces tfjs's kernel "Conv2DBackpropInput", for square filters and `[batch, height, width, channels]`. */
export function gpuInputGradient({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo {
  const { dy, filter } = inputs as unknown as Record<"dy" | "filter", tf.TensorInfo>;
  const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape as Shape, strides, 1, pad, dimRoundingMode);
  return runTiled(backend as GpuBackend, backwardDirection, dy, filter, inputShape, info);
}
