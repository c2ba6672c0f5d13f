import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { defaultTrainingOptions } from "../../src/domain/training.ts";
import { architectureFor, parameterTable } from "../../src/learning/architecture.ts";
import { augmentCrop } from "../../src/learning/augment.ts";
import { openBackend } from "../../src/learning/backend.ts";
import { initialise } from "../../src/learning/initialise.ts";
import { inheritObjective } from "../../src/learning/objective.ts";
import { updateParameters } from "../../src/learning/optimizer.ts";
import { disposeParameters } from "../../src/learning/parameters.ts";
import { predictProbabilities } from "../../src/learning/predict.ts";
import { randomStream } from "../../src/learning/random.ts";
import { reduceCrop } from "../../src/learning/reduce-crop.ts";
import { lossAndGradients } from "../../src/learning/train-epoch.ts";
import { uploadState } from "../../src/learning/training-state.ts";

/** Median milliseconds of one call, after one that warms up. */
async function milliseconds(rounds: number, work: () => Promise<unknown> | unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[rounds >> 1] as number;
}

it("learning on the processor: the tiny preset at 56 px, micro-batches of 8 cells", async () => {
  // Before the backend puts its own in this place.
  await import("@tensorflow/tfjs-backend-cpu");
  const stock = tf.getKernel("Conv2DBackpropFilter", "cpu");
  const backend = await openBackend("cpu");
  const own = tf.getKernel("Conv2DBackpropFilter", "cpu");
  const use = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
    tf.registerKernel(kernel);
  };

  const [cells, size, classes] = [8, 56, 19];
  const architecture = architectureFor("tiny", 4, classes);
  const table = parameterTable(architecture);
  const objective = inheritObjective({ gamma: 2, smoothing: 0.05, positiveWeights: new Array(classes).fill(1) });
  const random = randomStream("bench");
  const values = Float32Array.from({ length: cells * size * size * 4 }, random);
  const batch = {
    input: () => tf.tensor4d(values, [cells, size, size, 4]),
    targets: Float32Array.from({ length: cells * classes }, () => (random() < 0.1 ? 1 : 0)),
    mask: new Float32Array(cells).fill(1),
    count: cells,
  };
  let state = uploadState(initialise(architecture, 1, new Array(classes).fill(0.1)), table, "adamw", 0);
  const step = () => {
    const { loss, gradients, statistics } = lossAndGradients(
      { architecture, table, objective },
      state.parameters,
      batch,
      cells,
    );
    state = {
      ...updateParameters(defaultTrainingOptions, table, state, gradients, state.step + 1, 1e-3),
      step: state.step + 1,
    };
    disposeParameters(gradients);
    tf.dispose([loss, ...[...statistics.values()].flatMap(({ mean, variance }) => [mean, variance])]);
  };
  const input = batch.input();
  const crop = Uint8Array.from({ length: 224 * 224 * 4 }, () => random() * 255);
  const reduced = reduceCrop(crop, 224, size);
  const into = new Float32Array(size * size * 4);

  const predicting = await milliseconds(9, () =>
    predictProbabilities(architecture, state.parameters, input, false).dispose(),
  );
  const training = await milliseconds(9, step);
  use(stock);
  const stockTraining = await milliseconds(3, step);
  use(own);
  const flips = await milliseconds(5, () =>
    predictProbabilities(architecture, state.parameters, input, true).dispose(),
  );
  const reducing = await milliseconds(21, () => reduceCrop(crop, 224, size));
  const augmenting = await milliseconds(21, () =>
    augmentCrop(reduced, size, defaultTrainingOptions.augmentation, random, into),
  );
  input.dispose();
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
