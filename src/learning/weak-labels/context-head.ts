import * as tf from "@tensorflow/tfjs-core";
import { downloadParameters, type Parameters, parameter } from "../network/parameters.ts";

/**
 * The second head: logits of a cell from what surrounds it. A tile's label tells of all its cells, so the others know much of
 * what a cell, taken alone, leaves open: the best HPA solutions combined cell and image for that reason. As plain numbers: a few
 * thousand, for which a GPU is not worth the way.
 */
export interface ContextHead {
  /** `[classes, 2 * width]`. */
  readonly weight: Float32Array;
  /** `[classes]`. */
  readonly bias: Float32Array;
}

/** Of each input: what is taken off, and what it is then divided by. */
export interface InputScale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Below this an input says nothing, and dividing by its deviation would make it shout. */
const smallestDeviation = 1e-3;

/** Brings every input to mean 0 and deviation 1, in place. @param rows `[inputs]` each, at least one */
export function standardise(rows: readonly Float32Array[]): InputScale {
  const inputs = rows[0]!.length;
  const mean = new Float64Array(inputs);
  const square = new Float64Array(inputs);
  for (const row of rows) {
    row.forEach((value, index) => {
      mean[index]! += value / rows.length;
    });
  }
  for (const row of rows) {
    row.forEach((value, index) => {
      square[index]! += (value - mean[index]!) ** 2 / rows.length;
    });
  }
  const deviation = square.map((value) => smallestDeviation + Math.sqrt(value));
  for (const row of rows) {
    row.forEach((value, index) => {
      row[index] = (value - mean[index]!) / deviation[index]!;
    });
  }
  return { mean, deviation };
}

/** The same head for standardised inputs. */
export function foldedIn({ weight, bias }: ContextHead, { mean, deviation }: InputScale): ContextHead {
  const inputs = mean.length;
  return {
    weight: weight.map((value, at) => value * deviation[at % inputs]!),
    bias: bias.map((value, label) => value + shift(weight.subarray(label * inputs, (label + 1) * inputs), mean)),
  };
}

/** The same head for inputs as they were before `standardise`. */
export function unfolded({ weight, bias }: ContextHead, { mean, deviation }: InputScale): ContextHead {
  const inputs = mean.length;
  const plain = weight.map((value, at) => value / deviation[at % inputs]!);
  return {
    weight: plain,
    bias: bias.map((value, label) => value - shift(plain.subarray(label * inputs, (label + 1) * inputs), mean)),
  };
}

/** What the means add to a logit. */
function shift(weight: Float32Array, mean: Float64Array): number {
  return weight.reduce((sum, value, index) => sum + value * mean[index]!, 0);
}

/** @param surroundings `[2 * width]`, see `meanOfOthers` */
export function contextLogit({ weight, bias }: ContextHead, label: number, surroundings: Float32Array): number {
  const inputs = surroundings.length;
  let logit = bias[label]!;
  for (let index = 0; index < inputs; index += 1) {
    logit += weight[label * inputs + index]! * surroundings[index]!;
  }
  return logit;
}

const weightName = "context.weight";
const biasName = "context.bias";

/** Reads the head of a network that has one; the tensors stay. */
export async function downloadContextHead(parameters: Parameters): Promise<ContextHead> {
  const tensors = [weightName, biasName].map((name) => [name, parameter(parameters, name)] as const);
  const named = new Map(await downloadParameters(new Map(tensors)));
  return {
    weight: named.get(weightName)?.values as Float32Array,
    bias: named.get(biasName)?.values as Float32Array,
  };
}

/** The same parameters with another head; the old one's tensors are disposed. */
export function uploadContextHead(parameters: Parameters, { weight, bias }: ContextHead): Parameters {
  const old = [weightName, biasName].map((name) => parameter(parameters, name));
  const [inputs = 0, classes = 0] = old[0]!.shape;
  const turned = tf.tidy(() => tf.transpose(tf.tensor2d(weight, [classes, inputs])));
  tf.dispose(old);
  return new Map([...parameters, [weightName, turned], [biasName, tf.tensor1d(bias)]]);
}
