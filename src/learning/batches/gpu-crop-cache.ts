import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Memory for crops on the GPU with 8 bits per channel: 512 MB, enough for 2,600 crops of 224 px or 42,000 of 56 px.
 * WebGPU does not say how much memory there is. However, the largest buffer of an adapter grows with its memory, so
 * the cache takes at most a quarter of that.
 */
export const gpuCacheBytes = 512 * 2 ** 20;
const shareOfLargestBuffer = 1 / 4;
/** Size of a buffer. Buffers are allocated one by one as crops come, so a small data set takes little memory. */
const shardBytes = 32 * 2 ** 20;

export interface CropPlace {
  readonly buffer: GPUBuffer;
  /** In bytes. */
  readonly offset: number;
}

/**
 * Crops on the GPU by a key. A crop is never evicted, because each epoch asks for every crop once and evicting would
 * gain nothing.
 */
export interface GpuCropCache {
  readonly find: (key: string) => CropPlace | null;
  /** Whether `count` more crops fit, as far as is known. The GPU may still refuse the memory. */
  readonly hasRoomFor: (count: number) => boolean;
  /** Adds a crop. Does nothing if there is no room or if the crop is there already. */
  readonly keep: (key: string, crop: Uint8Array) => Promise<void>;
  /** Bytes allocated so far. */
  readonly bytes: () => number;
  readonly close: () => void;
}

/**
 * Opens an empty cache on the active WebGPU backend.
 * @param cropBytes bytes of one crop, a multiple of 4
 * @param limitBytes most bytes of all buffers together. 0 keeps nothing.
 */
export function openGpuCropCache(cropBytes: number, limitBytes: number): GpuCropCache {
  const { device } = tf.backend() as WebGPUBackend;
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const cropsPerShard = Math.floor(Math.min(shardBytes, maxBufferSize, maxStorageBufferBindingSize) / cropBytes);
  let room = Math.floor(Math.min(limitBytes, maxBufferSize * shareOfLargestBuffer) / cropBytes);
  const shards: GPUBuffer[] = [];
  const slots = new Map<string, number>();
  let allocated = 0;
  let closed = false;
  let growing: Promise<void> = Promise.resolve();

  /** Allocates a buffer. Returns null if the GPU has no memory for it. */
  async function tryBuffer(size: number): Promise<GPUBuffer | null> {
    const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    device.pushErrorScope("out-of-memory");
    let buffer: GPUBuffer | null = null;
    let thrown: unknown = null;
    try {
      buffer = device.createBuffer({ size, usage });
    } catch (error) {
      // Some browsers throw an exception instead of reporting the error to the scope.
      thrown = error;
    }
    const reported = await device.popErrorScope();
    // Refused by its types: a defect, not want of memory.
    if (thrown instanceof TypeError) throw thrown;
    if (reported === null && !closed) return buffer;
    buffer?.destroy();
    return null;
  }

  /** Allocates buffers until `slot` has a place. If the GPU refuses one, the cache does not grow any more. */
  async function growTo(slot: number): Promise<void> {
    while (slot < room && slot >= shards.length * cropsPerShard) {
      const first = shards.length * cropsPerShard;
      const size = Math.min(cropsPerShard, room - first) * cropBytes;
      const shard = await tryBuffer(size);
      if (shard === null) room = first;
      else {
        shards.push(shard);
        allocated += size;
      }
    }
  }

  function placeOf(slot: number): CropPlace {
    return {
      buffer: shards[Math.floor(slot / cropsPerShard)]!,
      offset: (slot % cropsPerShard) * cropBytes,
    };
  }

  return {
    find(key) {
      const slot = slots.get(key);
      return slot === undefined ? null : placeOf(slot);
    },
    hasRoomFor: (count) => slots.size + count <= room,
    async keep(key, crop) {
      // Crops are added one at a time, because each may have to wait for a new buffer.
      growing = growing.then(async () => {
        if (slots.has(key)) return;
        await growTo(slots.size);
        if (slots.size >= room) return;
        const { buffer, offset } = placeOf(slots.size);
        device.queue.writeBuffer(buffer, offset, crop as Uint8Array<ArrayBuffer>);
        slots.set(key, slots.size);
      });
      await growing;
    },
    bytes: () => allocated,
    close() {
      closed = true;
      room = 0;
      slots.clear();
      for (const shard of shards.splice(0)) shard.destroy();
    },
  };
}
