import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Room for crops on the GPU, 8 bits a channel: 512 MB, 2,600 crops of 224 px or 42,000 of 56 px. WebGPU does not say how much
 * memory there is; an adapter's largest buffer grows with it, and the cache takes a quarter of that at most.
 */
export const gpuCacheBytes = 512 * 2 ** 20;
const shareOfLargestBuffer = 1 / 4;
/** Allocated one by one as crops come, so that a small data set takes little. */
const shardBytes = 32 * 2 ** 20;

export interface CropPlace {
  readonly buffer: GPUBuffer;
  /** In bytes. */
  readonly offset: number;
}

/** Crops kept on the GPU by a key. What is in stays in: each epoch asks for every crop once, so that evicting gains nothing. */
export interface GpuCropCache {
  readonly find: (key: string) => CropPlace | null;
  /** Whether `count` more crops fit in, as far as is known. */
  readonly hasRoomFor: (count: number) => boolean;
  /** Puts a crop in; does nothing where there is no room or it is in already. */
  readonly keep: (key: string, crop: Uint8Array) => Promise<void>;
  /** Bytes allocated so far. */
  readonly bytes: () => number;
  readonly close: () => void;
}

/**
 * @param cropBytes of one crop, a multiple of 4.
 * @param limitBytes bound of all shards together; 0 keeps nothing.
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

  /** Null where the GPU has no memory for it. */
  async function tryBuffer(size: number): Promise<GPUBuffer | null> {
    const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    device.pushErrorScope("out-of-memory");
    let buffer: GPUBuffer | null = null;
    let thrown: unknown = null;
    try {
      buffer = device.createBuffer({ size, usage });
    } catch (error) {
      // Some browsers throw where others report.
      thrown = error;
    }
    const reported = await device.popErrorScope();
    // Refused by its types: a defect, not want of memory.
    if (thrown instanceof TypeError) throw thrown;
    if (reported === null && !closed) return buffer;
    buffer?.destroy();
    return null;
  }

  /** Allocates shards until `slot` has a place; where the GPU refuses, what fits in ends with what is there. */
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
      // One at a time, as each may have to wait for a shard.
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
