import * as tf from "@tensorflow/tfjs-core";
import type { NamedTensors } from "../../../src/domain/training/checkpoint.ts";
import type { BackbonePreset } from "../../../src/domain/training/training-options.ts";
import { type Architecture, architectureFor, parameterTable } from "../../../src/learning/network/architecture.ts";
import { updateRunning } from "../../../src/learning/network/batch-norm.ts";
import { disposeParameters, parameter, uploadParameters } from "../../../src/learning/network/parameters.ts";
import { forward } from "../../../src/learning/network/resnet.ts";

/** The formulas of `test/golden/learning-torchvision.py`. */

/** sin(0.9 j + 0.001 j² + 0.013 (i - j) + phase), j = i mod 8191, i = 0..count - 1. */
export function chirp(count: number, phase: number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const j = i % 8191;
    values[i] = Math.sin(0.9 * j + 0.001 * j * j + 0.013 * (i - j) + phase);
  }
  return values;
}

/** A network in which a formula gives every tensor. */
export function chirpWeights(preset: BackbonePreset, channels: number, classes: number): NamedTensors {
  return chirpTensors(architectureFor(preset, channels, classes));
}

/** The same for a network that is not a preset. */
export function chirpTensors(architecture: Architecture): NamedTensors {
  const table = parameterTable(architecture);
  return new Map(
    table.map(({ name, shape }, place) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const fan = size / shape[0]!;
      const around1 = name.endsWith("running_var") || name.endsWith("weight");
      const scale = (value: number) =>
        shape.length > 1 ? value * Math.sqrt(2 / fan) : around1 ? 1 + 0.4 * value : 0.2 * value;
      return [name, { shape, values: Float32Array.from(chirp(size, 0.6 * place), scale) }];
    }),
  );
}

/** An input by formula, `[batch, size, size, channels]`, 0..1. */
export function chirpInput(batch: number, size: number, channels: number): Float32Array {
  return Float32Array.from(chirp(batch * size * size * channels, 0.3), (value) => 0.5 + 0.5 * value);
}

/** Largest difference as a share of the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let scale = 1e-12;
  let worst = 0;
  for (let index = 0; index < expected.length; index += 1) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    const difference = Math.abs(actual[index]! - expected[index]!);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  return worst / scale;
}

/** A network of the golden file. */
export interface TorchvisionCase {
  readonly channels: number;
  readonly classes: number;
  readonly batch: number;
  readonly size: number;
  readonly names: string;
  readonly inference: readonly number[];
  readonly logits: readonly number[];
  readonly buffers: Readonly<Record<string, readonly number[]>>;
}

/** The largest relative errors of the logits and of the buffers on the active backend. */
export async function compareWithTorchvision(preset: BackbonePreset, golden: TorchvisionCase) {
  const { channels, classes, batch, size } = golden;
  const architecture = architectureFor(preset, channels, classes);
  const table = parameterTable(architecture);
  const parameters = uploadParameters(chirpWeights(preset, channels, classes), table);
  const input = tf.tensor4d(chirpInput(batch, size, channels), [batch, size, size, channels]);
  const inference = forward(architecture, parameters, input, false);
  const training = forward(architecture, parameters, input, true);
  let buffers = 0;
  let compared = 0;
  for (const [name, { mean, variance }] of training.statistics) {
    for (const [key, statistic] of [
      [`${name}.running_mean`, mean],
      [`${name}.running_var`, variance],
    ] as const) {
      const updated = updateRunning(parameter(parameters, key), statistic, 1000);
      const values = await updated.data<"float32">();
      const expected = golden.buffers[key] ?? [];
      tf.dispose([updated, statistic]);
      compared += 1;
      if (expected.length === values.length) buffers = Math.max(buffers, relativeError(values, expected));
      else {
        const [product = Number.NaN, length = Number.NaN] = expected;
        const probe = chirp(values.length, 0.5);
        const dot = values.reduce((sum, value, index) => sum + value * probe[index]!, 0);
        buffers = Math.max(
          buffers,
          Math.abs(dot - product) / length,
          Math.abs(Math.hypot(...values) - length) / length,
        );
      }
    }
  }
  const errors = {
    inference: relativeError(await inference.logits.data(), golden.inference),
    logits: relativeError(await training.logits.data(), golden.logits),
    buffers,
    compared,
  };
  disposeParameters(parameters);
  tf.dispose([input, inference.logits, training.logits]);
  return { errors, names: table.map(({ name }) => name).join(" ") };
}
