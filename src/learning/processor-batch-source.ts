import * as tf from "@tensorflow/tfjs-core";
import { augmentCrop, scaleCrop } from "./augment.ts";
import { type BatchSource, labelsOf } from "./batch-source.ts";
import type { CropReader } from "./crop-reader.ts";
import { randomStream } from "./random.ts";

/** Micro-batches made by the processor and uploaded as floats. Keeps nothing on the backend. */
export function processorBatchSource(reader: CropReader): BatchSource {
  const { inputSize } = reader;
  return {
    inputSize,
    load: async (examples, plan, augmentation) => {
      const { chosen, ...labels } = labelsOf(examples, plan);
      const crops = await reader.read(chosen);
      const pixels = inputSize * inputSize * 4;
      const values = new Float32Array(chosen.length * pixels);
      chosen.forEach(({ tileId, number }, index) => {
        const crop = crops[index] as Uint8Array;
        const into = values.subarray(index * pixels, (index + 1) * pixels);
        if (augmentation === null) scaleCrop(crop, into);
        else {
          const { seed, epoch, options } = augmentation;
          augmentCrop(crop, inputSize, options, randomStream(seed, "augment", epoch, tileId, number), into);
        }
      });
      return { ...labels, input: () => tf.tensor4d(values, [chosen.length, inputSize, inputSize, 4]) };
    },
    close: () => undefined,
  };
}
