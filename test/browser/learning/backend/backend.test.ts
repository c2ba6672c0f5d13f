import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hasTag } from "../../../../src/domain/errors.ts";
import type { BackendInfo } from "../../../../src/domain/training/backend-info.ts";
import { openBackend } from "../../../../src/learning/backend/backend.ts";

afterEach(() => vi.unstubAllGlobals());

/** Replaces `navigator.gpu` for one test. */
function stubGpu(gpu: unknown): void {
  vi.stubGlobal("navigator", { ...navigator, userAgent: navigator.userAgent, gpu });
}

describe("openBackend in a browser", () => {
  it("opens every kind in a worker", async () => {
    const worker = new Worker(new URL("../open-in-worker.ts", import.meta.url), { type: "module" });
    const opened = await new Promise<BackendInfo[]>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.terminate();
    expect(opened.map(({ kind }) => kind)).toEqual(["webgpu", "webgl", "cpu"]);
    console.log(
      `in a worker: ${opened.map(({ kind, adapter, software }) => `${kind} (${adapter}, software ${software})`).join("; ")}`,
    );
  });

  it("opens WebGPU and recognises a software adapter", async () => {
    const backend = await openBackend();
    console.log(`adapter: ${JSON.stringify(backend.info)}`);
    expect(backend.info).toMatchObject({ kind: "webgpu", fallbackReason: null });
    expect(backend.info.software).toBe(/swiftshader|llvmpipe/i.test(backend.info.adapter));
    expect(backend.info.adapter).not.toBe("");
    const { device } = tf.backend() as WebGPUBackend;
    const adapter = await navigator.gpu.requestAdapter();
    expect(device.limits.maxStorageBufferBindingSize).toBe(adapter?.limits.maxStorageBufferBindingSize);
    expect(device.limits.maxBufferSize).toBe(adapter?.limits.maxBufferSize);
    backend.close();
  });

  it("falls back to WebGL and says why", async () => {
    stubGpu(undefined);
    const backend = await openBackend();
    expect(backend.info.kind).toBe("webgl");
    expect(backend.info.fallbackReason).toBe("WebGPU is not used: this browser does not offer it.");
    backend.close();
  });

  it("falls back and says why when there is no adapter or no device", async () => {
    stubGpu({ requestAdapter: async () => null });
    const without = await openBackend();
    expect(without.info.fallbackReason).toBe("WebGPU is not used: the browser found no graphics adapter for it.");
    without.close();
    const requestDevice = () => Promise.reject(new Error("limits too high"));
    stubGpu({ requestAdapter: async () => ({ limits: {}, info: {}, features: new Set(), requestDevice }) });
    const refused = await openBackend();
    expect(refused.info.fallbackReason).toBe("WebGPU is not used: limits too high.");
    refused.close();
  });

  it("falls back to the processor when WebGL is missing too", async () => {
    stubGpu(undefined);
    vi.stubGlobal("OffscreenCanvas", undefined);
    const backend = await openBackend();
    expect(backend.info).toMatchObject({ kind: "cpu", software: true });
    expect(backend.info.fallbackReason).toMatch(/^WebGPU is not used: .+\. WebGL is not used: .+\.$/);
    backend.close();
  });

  it("reports the first uncaptured error and rejects everyone who waits", async () => {
    const backend = await openBackend();
    const { device } = tf.backend() as WebGPUBackend;
    const waiting = backend.guard(new Promise(() => undefined));
    // A storage buffer may not be mapped. The call is invalid, but throws no exception.
    device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.MAP_READ });
    device.queue.submit([]);
    const error = await waiting.catch((reason: unknown) => reason);
    expect(hasTag(error, "DeviceLost")).toBe(true);
    expect(backend.failure()?.message).toMatch(/^The GPU reported an error: /);
    await expect(backend.guard(Promise.resolve(1))).rejects.toThrow();
    backend.close();
  });

  it("reports a lost device, but not one that was closed, and opens again", async () => {
    const backend = await openBackend();
    const waiting = backend.guard(new Promise(() => undefined));
    (tf.backend() as WebGPUBackend).device.destroy();
    const error = await waiting.catch((reason: unknown) => reason);
    expect(hasTag(error, "DeviceLost")).toBe(true);
    expect(backend.failure()?.message).toMatch(/^The GPU device was lost/);
    backend.close();

    const again = await openBackend();
    expect(again.info.kind).toBe("webgpu");
    const { device } = tf.backend() as WebGPUBackend;
    again.close();
    // The backend has waited for the loss for longer than this test: it has heard of it now.
    expect((await device.lost).reason).toBe("destroyed");
    expect(again.failure()).toBeNull();
  });
});
