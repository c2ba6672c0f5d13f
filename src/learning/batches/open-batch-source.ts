import type { CropSource } from "../../domain/tile/crop-options.ts";
import type { Backend } from "../backend/backend.ts";
import type { BatchSource } from "./batch-source.ts";
import { openCropReader } from "./crop-reader.ts";
import { type CacheSizes, gpuBatchSource } from "./gpu-batch-source.ts";
import { processorBatchSource } from "./processor-batch-source.ts";

/**
 * Opens the batch source for a backend. On WebGPU the GPU keeps and changes the crops; elsewhere the processor does.
 */
export function openBatchSource(
  backend: Backend,
  crops: CropSource,
  inputSize: number,
  sizes: CacheSizes,
): BatchSource {
  if (backend.info.kind === "webgpu") return gpuBatchSource(crops, inputSize, sizes);
  return processorBatchSource(openCropReader(crops, inputSize, sizes.processor));
}
