import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import type { CropChange } from "./augment.ts";

/**
 * Turns crops on the GPU into network input. One thread per pixel does the same as `augmentCrop` on the processor:
 * it samples the affine map bilinearly with black outside, applies the factors of the channels and scales 0..255 to
 * 0..1. The shader is dispatched directly instead of through tfjs, because tfjs's programs read tensors, while these
 * crops are in our own buffers.
 */

/** Threads per workgroup. WebGPU guarantees 256. */
const workgroupSize = 64;
/**
 * Floats of a change on the GPU: three vectors of four floats for the map, the gains, and the channel that becomes
 * green.
 */
const changeFloats = 12;

const shader = `
struct Change { map: vec4<f32>, gains: vec4<f32>, green: vec4<f32> }
@group(0) @binding(0) var<storage, read> crops: array<u32>; // [batch, size, size], a pixel's four channels a word
@group(0) @binding(1) var<storage, read> changes: array<Change>; // [batch]
@group(0) @binding(2) var<storage, read_write> result: array<vec4<f32>>; // [batch, size, size]
override size: i32;

fn pixelAt(image: i32, x: i32, y: i32) -> vec4<f32> {
  if (x < 0 || y < 0 || x >= size || y >= size) { return vec4<f32>(0.0); }
  return unpack4x8unorm(crops[(image * size + y) * size + x]);
}

@compute @workgroup_size(${workgroupSize})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let index = i32(id.x);
  if (index >= size * size) { return; }
  let image = i32(id.y);
  let change = changes[image];
  let centre = f32(size - 1) / 2.0;
  let at = vec2<f32>(f32(index % size), f32(index / size)) - centre;
  let source = vec2<f32>(dot(change.map.xy, at), dot(change.map.zw, at)) + centre;
  let corner = floor(source);
  let share = source - corner;
  let x = i32(corner.x);
  let y = i32(corner.y);
  let top = mix(pixelAt(image, x, y), pixelAt(image, x + 1, y), share.x);
  let bottom = mix(pixelAt(image, x, y + 1), pixelAt(image, x + 1, y + 1), share.x);
  var shown = mix(top, bottom, share.y);
  shown.g = shown[u32(change.green.x)];
  result[image * size * size + index] = min(vec4<f32>(1.0), shown * change.gains);
}`;

/** A crop to gather: a place in a GPU buffer, or bytes that are uploaded now. */
export type CropOnHand = { readonly buffer: GPUBuffer; readonly offset: number } | { readonly bytes: Uint8Array };

export interface CropGatherer {
  /**
   * Makes the network's input, `[crops.length, size, size, 4]`, 0..1. The caller disposes it.
   * @param changes one for each crop
   */
  readonly gather: (crops: readonly CropOnHand[], changes: readonly CropChange[]) => tf.Tensor4D;
  readonly close: () => void;
}

/**
 * Opens a gatherer on the active WebGPU backend.
 * @param size side of the crops in px
 */
export function openCropGatherer(size: number): CropGatherer {
  const backend = tf.backend() as WebGPUBackend;
  const { device } = backend;
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code: shader }), entryPoint: "main", constants: { size } },
  });
  const cropBytes = size * size * 4;
  const changeBytes = changeFloats * Float32Array.BYTES_PER_ELEMENT;
  let room = 0;
  let crops: GPUBuffer | null = null;
  let changes: GPUBuffer | null = null;

  function buffersFor(count: number): { crops: GPUBuffer; changes: GPUBuffer } {
    if (crops === null || changes === null || count > room) {
      crops?.destroy();
      changes?.destroy();
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
      crops = device.createBuffer({ size: count * cropBytes, usage });
      changes = device.createBuffer({ size: count * changeBytes, usage });
      room = count;
    }
    return { crops, changes };
  }

  return {
    gather(onHand, wanted) {
      const count = onHand.length;
      const buffers = buffersFor(count);
      const numbers = wanted.flatMap(({ xx, xy, yx, yy, gains, greenFrom }) => {
        return [xx, xy, yx, yy, ...gains, greenFrom, 0, 0, 0];
      });
      device.queue.writeBuffer(buffers.changes, 0, Float32Array.from(numbers));
      const encoder = device.createCommandEncoder();
      onHand.forEach((crop, index) => {
        if ("bytes" in crop) {
          device.queue.writeBuffer(buffers.crops, index * cropBytes, crop.bytes as Uint8Array<ArrayBuffer>);
        } else encoder.copyBufferToBuffer(crop.buffer, crop.offset, buffers.crops, index * cropBytes, cropBytes);
      });
      const output = backend.makeTensorInfo([count, size, size, 4], "float32");
      backend.uploadToGPU(output.dataId);
      const result = backend.tensorMap.get(output.dataId).resource as GPUBuffer;
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(
        0,
        device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: [buffers.crops, buffers.changes, result].map((buffer, binding) => ({
            binding,
            resource: { buffer },
          })),
        }),
      );
      pass.dispatchWorkgroups(Math.ceil((size * size) / workgroupSize), count);
      pass.end();
      // This submission may run before commands that tfjs has recorded but not submitted. That is safe, because tfjs
      // does not reuse a buffer that such a command reads or writes.
      device.queue.submit([encoder.finish()]);
      return tf.engine().makeTensorFromTensorInfo(output) as tf.Tensor4D;
    },
    close() {
      crops?.destroy();
      changes?.destroy();
    },
  };
}
