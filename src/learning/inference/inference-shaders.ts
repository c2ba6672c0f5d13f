/**
 * Shaders of a network that only predicts. Activations and weights are stored in 16 or 32 bits, and sums always have
 * 32 bits. Channels are stored in vectors of four, `[batch, height, width, channels / 4]`.
 */

/** How numbers are stored. */
export type StoredType = "f16" | "f32";

export interface ConvolutionShape {
  readonly batch: number;
  /** Side of the square input map. */
  readonly inputSide: number;
  readonly outputSide: number;
  /** Multiples of 4. */
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly kernel: number;
  readonly stride: 1 | 2;
  readonly rectify: boolean;
  /** Whether the shader adds another map of the output's shape before the rectifier. */
  readonly adds: boolean;
  /** The first layer reads the network's input, which always has 32 bits. */
  readonly inputType: StoredType;
}

/** A workgroup computes this many pixels times this many channels, and loads this many factors at a time. */
export const tileSide = 32;

const enable = (...types: StoredType[]) => (types.includes("f16") ? "enable f16;" : "");
/** Clamps a value that is outside the range of 16 bits, because it would become infinite. */
const stored = (type: StoredType, value: string) =>
  type === "f16" ? `vec4<f16>(clamp(${value}, vec4<f32>(-65504.0), vec4<f32>(65504.0)))` : value;

/**
 * Convolution as a matrix product. Its left factor, the patches of the input, is never stored as a whole. 64 threads
 * compute 32 pixels x 32 channels, 4 x 4 each, from tiles of both factors in workgroup memory. The shader adds the
 * bias, then the shortcut if there is one, and then rectifies if `rectify` is true. The end of the inner loop is not
 * a constant, because a software adapter would unroll the loop and compile for half a minute.
 */
export function convolutionShader(type: StoredType, shape: ConvolutionShape): string {
  const { batch, inputSide, outputSide, inputChannels, outputChannels, kernel, stride, inputType } = shape;
  const pixels = batch * outputSide * outputSide;
  const factors = kernel * kernel * inputChannels;
  return `${enable(type, inputType)}
@group(0) @binding(0) var<storage, read> x: array<vec4<${inputType}>>;
@group(0) @binding(1) var<storage, read> filters: array<vec4<${type}>>; // [kernel, kernel, in, out / 4]
@group(0) @binding(2) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4<${type}>>;
${shape.adds ? `@group(0) @binding(4) var<storage, read> shortcut: array<vec4<${type}>>;` : ""}
var<workgroup> patches: array<vec4<${type}>, 256>; // [32 pixels, 32 / 4 factors]
var<workgroup> weights: array<vec4<${type}>, 256>; // [32 factors, 32 / 4 channels]

fn patchAt(pixel: i32, factor: i32) -> vec4<${type}> {
  let tap = factor / ${inputChannels / 4};
  if (pixel >= ${pixels} || tap >= ${kernel * kernel}) { return vec4<${type}>(0.0); }
  let column = pixel % ${outputSide};
  let row = (pixel / ${outputSide}) % ${outputSide};
  let image = pixel / ${outputSide * outputSide};
  let y = row * ${stride} + tap / ${kernel} - ${(kernel - 1) / 2};
  let x0 = column * ${stride} + tap % ${kernel} - ${(kernel - 1) / 2};
  if (y < 0 || x0 < 0 || y >= ${inputSide} || x0 >= ${inputSide}) { return vec4<${type}>(0.0); }
  return vec4<${type}>(x[((image * ${inputSide} + y) * ${inputSide} + x0) * ${inputChannels / 4} + factor % ${inputChannels / 4}]);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let thread = i32(local.y * 8u + local.x);
  let firstPixel = i32(group.x) * ${tileSide};
  let firstChannel = i32(group.y) * ${tileSide / 4};
  let channel = firstChannel + i32(local.x);
  var sums: array<vec4<f32>, 4>;
  for (var start = 0; start < ${factors}; start += ${tileSide}) {
    for (var at = thread; at < 256; at += 64) {
      patches[at] = patchAt(firstPixel + at / 8, start / 4 + at % 8);
      let factor = start + at / 8;
      let column = firstChannel + at % 8;
      var weight = vec4<${type}>(0.0);
      if (factor < ${factors} && column < ${outputChannels / 4}) { weight = filters[factor * ${outputChannels / 4} + column]; }
      weights[at] = weight;
    }
    workgroupBarrier();
    let steps = min(8, (${factors} - start) / 4);
    for (var step = 0; step < steps; step += 1) {
      let w0 = vec4<f32>(weights[step * 32 + i32(local.x)]);
      let w1 = vec4<f32>(weights[step * 32 + 8 + i32(local.x)]);
      let w2 = vec4<f32>(weights[step * 32 + 16 + i32(local.x)]);
      let w3 = vec4<f32>(weights[step * 32 + 24 + i32(local.x)]);
      for (var row = 0; row < 4; row += 1) {
        let p = vec4<f32>(patches[(i32(local.y) * 4 + row) * 8 + step]);
        sums[row] += p.x * w0 + p.y * w1 + p.z * w2 + p.w * w3;
      }
    }
    workgroupBarrier();
  }
  if (channel >= ${outputChannels / 4}) { return; }
  for (var row = 0; row < 4; row += 1) {
    let pixel = firstPixel + i32(local.y) * 4 + row;
    if (pixel >= ${pixels}) { return; }
    let at = pixel * ${outputChannels / 4} + channel;
    var value = sums[row] + bias[channel];
    ${shape.adds ? "value += vec4<f32>(shortcut[at]);" : ""}
    ${shape.rectify ? "value = max(value, vec4<f32>(0.0));" : ""}
    result[at] = ${stored(type, "value")};
  }
}`;
}

/**
 * 3 x 3 maximum with stride 2 and one pixel of padding. The input is rectified, so padding with 0 is correct.
 * @param side side of the input map
 */
export function maxPoolShader(type: StoredType, batch: number, side: number, channels: number): string {
  const output = Math.floor((side - 1) / 2) + 1;
  return `${enable(type)}
@group(0) @binding(0) var<storage, read> x: array<vec4<${type}>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<${type}>>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = i32(id.y * groups.x * 64u + id.x);
  if (at >= ${batch * output * output * (channels / 4)}) { return; }
  let channel = at % ${channels / 4};
  let pixel = at / ${channels / 4};
  let column = pixel % ${output};
  let row = (pixel / ${output}) % ${output};
  let image = pixel / ${output * output};
  var largest = vec4<${type}>(0.0);
  for (var y = max(0, row * 2 - 1); y <= min(${side - 1}, row * 2 + 1); y += 1) {
    for (var x0 = max(0, column * 2 - 1); x0 <= min(${side - 1}, column * 2 + 1); x0 += 1) {
      largest = max(largest, x[((image * ${side} + y) * ${side} + x0) * ${channels / 4} + channel]);
    }
  }
  result[at] = largest;
}`;
}

/** Mean over the map, stored in 32 bits: `[batch, side, side, channels]` -> `[batch, channels]`. */
export function meanShader(type: StoredType, batch: number, side: number, channels: number): string {
  return `${enable(type)}
@group(0) @binding(0) var<storage, read> x: array<vec4<${type}>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<f32>>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let at = i32(id.x);
  if (at >= ${batch * (channels / 4)}) { return; }
  let image = at / ${channels / 4};
  var sum = vec4<f32>(0.0);
  for (var pixel = 0; pixel < ${side * side}; pixel += 1) {
    sum += vec4<f32>(x[(image * ${side * side} + pixel) * ${channels / 4} + at % ${channels / 4}]);
  }
  result[at] = sum / ${side * side}.0;
}`;
}

/** Converts `count` vectors of four values from 32 bits to the stored type. */
export function storeShader(type: StoredType, count: number): string {
  return `${enable(type)}
@group(0) @binding(0) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> result: array<vec4<${type}>>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = i32(id.y * groups.x * 64u + id.x);
  if (at < ${count}) { result[at] = ${stored(type, "x[at]")}; }
}`;
}
