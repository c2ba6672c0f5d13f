import type { CropSource } from "../../domain/tile/crop-options.ts";
import { type BatchSource, showExamples } from "./batch-source.ts";
import { cropKey, openCropReader } from "./crop-reader.ts";
import { type CropOnHand, openCropGatherer } from "./gather-crops.ts";
import { openGpuCropCache } from "./gpu-crop-cache.ts";

/** Bytes of crops that are kept for the next epoch. 0 keeps nothing, which is right for a single pass. */
export interface CacheSizes {
  readonly gpu: number;
  /** In main memory, for crops that do not fit into the GPU's cache. */
  readonly processor: number;
}

/**
 * Makes micro-batches on the GPU, from crops that are kept there with 8 bits per channel. Each crop is uploaded
 * once. After that, a batch uploads twelve numbers per cell. Crops that do not fit into the cache are uploaded with
 * each batch that shows them, which takes a quarter of the bytes of floats. Needs an active WebGPU backend.
 */
export function gpuBatchSource(crops: CropSource, inputSize: number, sizes: CacheSizes): BatchSource {
  const cache = openGpuCropCache(inputSize * inputSize * 4, sizes.gpu);
  const gatherer = openCropGatherer(inputSize);
  const onTheirWay = openCropReader(crops, inputSize, 0);
  const beyond = openCropReader(crops, inputSize, sizes.processor);
  return {
    inputSize,
    load: async (examples, plan, augmentation) => {
      const { chosen, changes, ...labels } = showExamples(examples, plan, augmentation);
      const missing = chosen.filter((cell) => cache.find(cropKey(cell)) === null);
      const uploaded = new Map<string, Uint8Array>();
      if (missing.length > 0) {
        const fits = cache.hasRoomFor(missing.length);
        const read = await (fits ? onTheirWay : beyond).read(missing);
        for (const [index, cell] of missing.entries()) {
          const crop = read[index]!;
          await cache.keep(cropKey(cell), crop);
          if (cache.find(cropKey(cell)) === null) uploaded.set(cropKey(cell), crop);
        }
      }
      const onHand = chosen.map((cell): CropOnHand => {
        const place = cache.find(cropKey(cell));
        return place ?? { bytes: uploaded.get(cropKey(cell))! };
      });
      return { ...labels, input: () => gatherer.gather(onHand, changes) };
    },
    close() {
      cache.close();
      gatherer.close();
    },
  };
}
