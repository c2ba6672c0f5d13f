import * as tf from "@tensorflow/tfjs-core";
import { downloadParameters, type Parameters, parameter } from "../network/parameters.ts";

/**
 * The context head computes logits of a cell from the cells that surround it. A tile's label applies to all of its
 * cells, so the other cells say much that the crop of one cell leaves open. This is why the best HPA solutions combined
 * cell and image. The head is stored as plain numbers: it has only a few thousand, so a GPU is not worth the transfer.
 */
export interface ContextHead {
  /** `[classes, 2 * width]`. */
  readonly weight: Float32Array;
  /** `[classes]`. */
  readonly bias: Float32Array;
}

/** The mean that is subtracted from each input, and the deviation by which the difference is then divided. */
export interface InputScale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * This number is added to each deviation. An input with nearly no deviation carries no information, and division by its
 * tiny deviation would amplify it.
 */
const smallestDeviation = 1e-3;

/**
 * Brings every input to mean 0 and deviation 1, in place.
 * @param rows `[inputs]` for each cell, at least one row
 */
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

/** Converts a head for raw inputs to one for standardised inputs. */
export function foldedIn({ weight, bias }: ContextHead, { mean, deviation }: InputScale): ContextHead {
  const inputs = mean.length;
  return {
    weight: weight.map((value, at) => value * deviation[at % inputs]!),
    bias: bias.map((value, label) => value + shift(weight.subarray(label * inputs, (label + 1) * inputs), mean)),
  };
}

/** The reverse of `foldedIn`: converts a head for standardised inputs to one for raw inputs. */
export function unfolded({ weight, bias }: ContextHead, { mean, deviation }: InputScale): ContextHead {
  const inputs = mean.length;
  const plain = weight.map((value, at) => value / deviation[at % inputs]!);
  return {
    weight: plain,
    bias: bias.map((value, label) => value - shift(plain.subarray(label * inputs, (label + 1) * inputs), mean)),
  };
}

/** The amount that the means add to a logit. */
function shift(weight: Float32Array, mean: Float64Array): number {
  return weight.reduce((sum, value, index) => sum + value * mean[index]!, 0);
}

/**
 * The head's logit of one class.
 * @param surroundings `[2 * width]`, see `meanOfOthers`
 */
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

/** Reads the context head of a network that has one. Disposes nothing. */
export async function downloadContextHead(parameters: Parameters): Promise<ContextHead> {
  const tensors = [weightName, biasName].map((name) => [name, parameter(parameters, name)] as const);
  const named = new Map(await downloadParameters(new Map(tensors)));
  return {
    weight: named.get(weightName)?.values as Float32Array,
    bias: named.get(biasName)?.values as Float32Array,
  };
}

/** Returns the parameters with another context head, and disposes the tensors of the old one. */
export function uploadContextHead(parameters: Parameters, { weight, bias }: ContextHead): Parameters {
  const old = [weightName, biasName].map((name) => parameter(parameters, name));
  const [inputs = 0, classes = 0] = old[0]!.shape;
  const turned = tf.tidy(() => tf.transpose(tf.tensor2d(weight, [classes, inputs])));
  tf.dispose(old);
  return new Map([...parameters, [weightName, turned], [biasName, tf.tensor1d(bias)]]);
}
