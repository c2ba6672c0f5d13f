import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { openBackend } from "../../../../src/learning/backend/backend.ts";

describe("openBackend without a browser", () => {
  it("falls back to the processor and says why in plain words", async () => {
    const backend = await openBackend();
    expect(backend.info).toMatchObject({ kind: "cpu", adapter: "", software: true });
    expect(backend.info.fallbackReason).toMatch(/^WebGPU is not used: .+\. WebGL is not used: .+\.$/);
    expect(backend.failure()).toBeNull();
    backend.close();
  });

  it("can be closed and opened again", async () => {
    for (let round = 0; round < 2; round += 1) {
      const backend = await openBackend("cpu");
      expect(tf.getBackend()).toBe("cpu");
      expect(backend.info.fallbackReason).toBe("WebGPU was not asked for. WebGL was not asked for.");
      expect(await backend.guard(Promise.resolve(5))).toBe(5);
      await expect(backend.guard(Promise.reject(new Error("no")))).rejects.toThrow("no");
      backend.close();
    }
  });
});
