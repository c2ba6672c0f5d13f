import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Gives the GPU back the buffers that tfjs keeps for tensors of the same size to come. It never does so by itself, so that
 * what a larger batch once took would stay taken. For the WebGPU backend that is active.
 */
export function releaseFreeBuffers(): void {
  const { bufferManager } = tf.backend() as WebGPUBackend;
  const { freeBuffers } = bufferManager as unknown as { freeBuffers: ReadonlyMap<string, readonly GPUBuffer[]> };
  for (const buffers of freeBuffers.values()) {
    for (const { size, usage } of [...buffers]) {
      // Taking one out and returning it for good keeps the manager's own account right.
      bufferManager.releaseBuffer(bufferManager.acquireBuffer(size, usage), false);
    }
  }
}
