import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Frees the GPU buffers that tfjs keeps for future tensors of the same size, on the active WebGPU backend. tfjs never
 * frees them itself, so the memory of a larger batch would stay allocated.
 */
export function releaseFreeBuffers(): void {
  const { bufferManager } = tf.backend() as WebGPUBackend;
  const { freeBuffers } = bufferManager as unknown as { freeBuffers: ReadonlyMap<string, readonly GPUBuffer[]> };
  for (const buffers of freeBuffers.values()) {
    for (const { size, usage } of [...buffers]) {
      // Acquiring and then releasing a buffer keeps the manager's own byte counts correct.
      bufferManager.releaseBuffer(bufferManager.acquireBuffer(size, usage), false);
    }
  }
}
