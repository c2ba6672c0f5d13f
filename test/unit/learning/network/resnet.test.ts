import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamedTensor } from "../../../../src/domain/training/checkpoint.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import {
  type Architecture,
  architectureFor,
  inputSizeFor,
  isLearnt,
  type ParameterEntry,
  parameterTable,
} from "../../../../src/learning/network/architecture.ts";
import { updateRunning } from "../../../../src/learning/network/batch-norm.ts";
import {
  disposeParameters,
  downloadParameters,
  parameter,
  uploadParameters,
} from "../../../../src/learning/network/parameters.ts";
import { forward } from "../../../../src/learning/network/resnet.ts";
import { lossAndGradients } from "../../../../src/learning/training/loss-and-gradients.ts";
import { inheritObjective } from "../../../../src/learning/weak-labels/objective.ts";
import golden from "../../../golden/learning-torch.json" with { type: "json" };
import { wave } from "../golden-wave.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

function goldenValues({ name, shape }: ParameterEntry, place: number): NamedTensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = wave(size, 0.6 * place);
  if (shape.length > 1) {
    const fan = size / shape[0]!;
    return { shape, values: Float32Array.from(values, (value) => value * Math.sqrt(2 / fan)) };
  }
  const around1 = name.endsWith("running_var") || name.endsWith("weight");
  return { shape, values: Float32Array.from(values, (value) => (around1 ? 1 + 0.4 * value : 0.2 * value)) };
}

/** Largest difference as a share of the largest expected value. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let scale = 1e-12;
  let worst = 0;
  for (let index = 0; index < expected.length; index += 1) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    worst = Math.max(worst, Math.abs(actual[index]! - expected[index]!));
  }
  return worst / scale;
}

describe.each(Object.entries(golden.networks))("the %s network equals torch's", (_name, reference) => {
  const architecture = reference.architecture as Architecture;
  const { batch, size } = reference;
  const { channels, classes } = architecture;
  const table = parameterTable(architecture);
  const named = new Map(table.map((entry, place) => [entry.name, goldenValues(entry, place)]));
  const count = batch * size * size * channels;
  const first = wave(count, 0.3);
  const second = wave(count, 2.1).reverse();
  const input = Float32Array.from(first, (value, index) => 0.5 + 0.5 * value * second[index]!);
  const targets = Float32Array.from(wave(batch * classes, 1), (value) => (value > 0.2 ? 1 : 0));
  const mask = Float32Array.from({ length: batch }, (_, index) => (index < batch - 1 ? 1 : 0));
  const weights = Array.from({ length: classes }, (_, index) => 1 + index * 0.5);

  it("in its logits, with running and with batch statistics, and in its buffers", async () => {
    const parameters = uploadParameters(named, table);
    const x = tf.tensor4d(input, [batch, size, size, channels]);
    const inference = forward(architecture, parameters, x, false);
    expect(relativeError(await inference.logits.data(), reference.inference)).toBeLessThan(1e-5);
    const training = forward(architecture, parameters, x, true);
    expect(relativeError(await training.logits.data(), reference.logits)).toBeLessThan(1e-5);

    const buffers: Record<string, number[]> = reference.buffers;
    expect(training.statistics.size * 2).toBe(Object.keys(buffers).length);
    for (const [name, { mean, variance }] of training.statistics) {
      for (const [key, statistic] of [
        [`${name}.running_mean`, mean],
        [`${name}.running_var`, variance],
      ] as const) {
        const updated = await updateRunning(parameter(parameters, key), statistic, 1000).data();
        expect(relativeError(updated, buffers[key] ?? []), key).toBeLessThan(1e-5);
      }
    }
    disposeParameters(parameters);
  });

  it("in the loss and in every gradient", async () => {
    const parameters = uploadParameters(named, table);
    const objective = inheritObjective({ gamma: 2, smoothing: 0.1, positiveWeights: weights });
    const { loss, gradients } = lossAndGradients(
      { architecture, table, objective },
      parameters,
      { input: () => tf.tensor4d(input, [batch, size, size, channels]), targets, mask },
      1,
    );
    expect(relativeError(await loss.data(), [reference.loss])).toBeLessThan(1e-5);
    const expected: Record<string, number[]> = reference.gradients;
    const learnt = table.filter(isLearnt);
    expect(Object.keys(expected).sort()).toEqual(learnt.map(({ name }) => name).sort());
    for (const [name, { values }] of await downloadParameters(gradients)) {
      const probe = wave(values.length, 0.5);
      const product = values.reduce((sum, value, index) => sum + value * probe[index]!, 0);
      const [expectedProduct = Number.NaN, expectedLength = Number.NaN] = expected[name] ?? [];
      // Some gradients are 0 except for rounding, because a later normalisation cancels the shift.
      const tolerance = 1e-4 * expectedLength + 1e-6;
      expect(Math.abs(product - expectedProduct), name).toBeLessThan(tolerance);
      expect(Math.abs(Math.hypot(...values) - expectedLength), name).toBeLessThan(tolerance);
    }
    disposeParameters(parameters);
  });
});

describe("the presets", () => {
  it.each([
    // torchvision's figures for its weights, and the length of its state dictionary without the counters
    // `num_batches_tracked`.
    ["resnet18", 3, 1000, 11_689_512, 102],
    ["resnet34", 3, 1000, 21_797_672, 182],
    ["resnet50", 3, 1000, 25_557_032, 267],
    // The stem's fourth channel adds 64 * 7 * 7 weights. Each class has a bias and one weight per feature.
    ["resnet18", 4, 19, 11_689_512 + 3136 - 981 * 513, 102],
    ["resnet34", 4, 19, 21_797_672 + 3136 - 981 * 513, 182],
    ["resnet50", 4, 19, 25_557_032 + 3136 - 981 * 2049, 267],
  ] as const)("%s with %i channels and %i classes has %i weights", (preset, channels, classes, expected, tensors) => {
    const table = parameterTable(architectureFor(preset, channels, classes));
    expect(table).toHaveLength(tensors);
    expect(new Set(table.map(({ name }) => name)).size).toBe(tensors);
    const learnt = table.filter(isLearnt);
    const weights = learnt.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
    expect(weights).toBe(expected);
  });

  it("names tensors as torchvision does", () => {
    const names = parameterTable(architectureFor("resnet50", 4, 19)).map(({ name }) => name);
    expect(names).toContain("layer3.5.conv3.weight");
    expect(names).toContain("layer4.0.downsample.1.running_var");
    expect(names.at(-1)).toBe("fc.bias");
  });

  it("never enlarges a crop", () => {
    expect(inputSizeFor("tiny", 224)).toBe(56);
    expect(inputSizeFor("resnet18", 224)).toBe(224);
    expect(inputSizeFor("resnet18", 128)).toBe(128);
  });
});
