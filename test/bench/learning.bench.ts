import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { defaultTrainingOptions } from "../../src/domain/training/training-options.ts";
import { openBackend } from "../../src/learning/backend/backend.ts";
import { augmentCrop, drawChange } from "../../src/learning/batches/augment.ts";
import { reduceCrop } from "../../src/learning/batches/reduce-crop.ts";
import { predictBatch } from "../../src/learning/inference/predict.ts";
import { randomStream } from "../../src/learning/random.ts";
import { milliseconds } from "./milliseconds.ts";
import { openTrainingStep } from "./training-step.ts";

it("learning on the processor: the tiny preset at 56 px, micro-batches of 8 cells", async () => {
  // Reads tfjs's kernels before our backend replaces them.
  await import("@tensorflow/tfjs-backend-cpu");
  const stock = tf.getKernel("Conv2DBackpropFilter", "cpu");
  const backend = await openBackend("cpu");
  const own = tf.getKernel("Conv2DBackpropFilter", "cpu");
  const use = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
    tf.registerKernel(kernel);
  };

  const [cells, size] = [8, 56];
  const { architecture, batch, parameters, step, close } = openTrainingStep("tiny", cells, size);
  const random = randomStream("bench crop");
  const input = batch.input();
  const crop = Uint8Array.from({ length: 224 * 224 * 4 }, () => random() * 255);
  const reduced = reduceCrop(crop, 224, size);
  const into = new Float32Array(size * size * 4);

  const predicting = await milliseconds(9, () =>
    tf.dispose({ ...predictBatch(architecture, parameters(), input, false) }),
  );
  const training = await milliseconds(9, step);
  use(stock);
  const stockTraining = await milliseconds(3, step);
  use(own);
  const flips = await milliseconds(5, () => tf.dispose({ ...predictBatch(architecture, parameters(), input, true) }));
  const reducing = await milliseconds(21, () => reduceCrop(crop, 224, size));
  const augmenting = await milliseconds(21, () =>
    augmentCrop(reduced, size, drawChange(defaultTrainingOptions.augmentation, random), into),
  );
  input.dispose();
  close();
  backend.close();

  console.table({
    "predict 8 cells": { milliseconds: Math.round(predicting), ratio: 1 },
    "predict 8 cells, four flips": { milliseconds: Math.round(flips), ratio: Number((flips / predicting).toFixed(1)) },
    "training step": { milliseconds: Math.round(training), ratio: Number((training / predicting).toFixed(1)) },
    "training step, tfjs's filter gradient": {
      milliseconds: Math.round(stockTraining),
      ratio: Number((stockTraining / predicting).toFixed(1)),
    },
    "reduce 8 crops 224 -> 56 px": {
      milliseconds: Math.round(reducing * 8),
      ratio: Number(((reducing * 8) / predicting).toFixed(2)),
    },
    "augment 8 crops": {
      milliseconds: Math.round(augmenting * 8),
      ratio: Number(((augmenting * 8) / predicting).toFixed(2)),
    },
  });
  expect(training).toBeLessThan(stockTraining);
});
