import * as tf from "@tensorflow/tfjs-core";
import { augmentCrop, scaleCrop } from "./augment.ts";
import { type BatchSource, showExamples } from "./batch-source.ts";
import type { CropReader } from "./crop-reader.ts";

/** Makes micro-batches on the processor and uploads them as floats. Keeps nothing on the backend. */
export function processorBatchSource(reader: CropReader): BatchSource {
  const { inputSize } = reader;
  return {
    inputSize,
    load: async (examples, plan, augmentation) => {
      const { chosen, changes, ...labels } = showExamples(examples, plan, augmentation);
      const crops = await reader.read(chosen);
      const pixels = inputSize * inputSize * 4;
      const values = new Float32Array(chosen.length * pixels);
      crops.forEach((crop, index) => {
        const into = values.subarray(index * pixels, (index + 1) * pixels);
        if (augmentation === null) scaleCrop(crop, into);
        else augmentCrop(crop, inputSize, changes[index]!, into);
      });
      return { ...labels, input: () => tf.tensor4d(values, [chosen.length, inputSize, inputSize, 4]) };
    },
    close: () => undefined,
  };
}
