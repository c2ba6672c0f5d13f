import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { openGpuCropCache } from "../../../../src/learning/batches/gpu-crop-cache.ts";

let backend: Backend;
let device: GPUDevice;
beforeAll(async () => {
  backend = await openBackend();
  expect(backend.info.kind).toBe("webgpu");
  ({ device } = tf.backend() as WebGPUBackend);
});
afterAll(() => backend.close());

describe("openGpuCropCache", () => {
  it("spreads crops over buffers within the device's limits and the given limit", async () => {
    const cropBytes = 10 * 2 ** 20;
    const cache = openGpuCropCache(cropBytes, 8.5 * cropBytes);
    const crop = new Uint8Array(cropBytes);
    for (let index = 0; index < 10; index += 1) await cache.keep(`crop ${index}`, crop);
    await cache.keep("crop 0", crop);
    const places = Array.from({ length: 10 }, (_, index) => cache.find(`crop ${index}`));
    expect(places.map((place) => place?.offset)).toEqual([
      ...[0, 1, 2, 0, 1, 2, 0, 1].map((slot) => slot * cropBytes),
      undefined,
      undefined,
    ]);
    const shards = [...new Set(places.flatMap((place) => place?.buffer ?? []))];
    expect(shards).toHaveLength(3);
    for (const { size } of shards) expect(size).toBeLessThanOrEqual(device.limits.maxStorageBufferBindingSize);
    expect(cache.bytes()).toBe(8 * cropBytes);
    cache.close();
    expect(cache.find("crop 0")).toBeNull();
  });

  it.each(["reports", "throws"])("keeps its crops when the GPU %s that it is out of memory", async (how) => {
    const cropBytes = 16 * 2 ** 20;
    const cache = openGpuCropCache(cropBytes, 6 * cropBytes);
    const crop = new Uint8Array(cropBytes);
    for (const key of ["a", "b"]) await cache.keep(key, crop);
    const { createBuffer, popErrorScope } = device;
    if (how === "throws") {
      device.createBuffer = () => {
        throw new RangeError("createBuffer failed, size is too large");
      };
    } else {
      device.popErrorScope = async () => {
        await popErrorScope.call(device);
        return new GPUOutOfMemoryError("no memory");
      };
    }
    await cache.keep("c", crop);
    Object.assign(device, { createBuffer, popErrorScope });
    expect(cache.find("c")).toBeNull();
    expect(cache.find("b")?.offset).toBe(cropBytes);
    expect(cache.hasRoomFor(1)).toBe(false);
    expect(backend.failure()).toBeNull();
    cache.close();
  });
});
