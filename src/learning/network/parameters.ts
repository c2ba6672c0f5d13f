import * as tf from "@tensorflow/tfjs-core";
import { problemError } from "../../domain/errors.ts";
import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import type { ParameterEntry } from "./architecture.ts";

/**
 * Moves parameters between files and the backend. Files use torch's layout, so that they are torchvision state
 * dictionaries. tfjs convolves with `[height, width, in, out]` and multiplies by `[in, out]`. The conversion
 * permutes the axes of plain arrays, so it is exact and the same on every backend.
 */

/** Tensors on the backend by torchvision's name, in tfjs's layout. Whoever made the map disposes it. */
export type Parameters = ReadonlyMap<string, tf.Tensor>;

/** `[out, in, height, width]` -> `[height, width, in, out]`; `[out, in]` -> `[in, out]`; a vector stays as it is. */
function toBackendLayout({ shape, values }: NamedTensor): { shape: number[]; values: Float32Array } {
  if (shape.length < 2) return { shape: [...shape], values };
  const [output = 1, input = 1, height = 1, width = 1] = shape;
  const area = height * width;
  const turned = new Float32Array(values.length);
  let from = 0;
  for (let o = 0; o < output; o += 1) {
    for (let i = 0; i < input; i += 1) {
      for (let pixel = 0; pixel < area; pixel += 1, from += 1) {
        turned[(pixel * input + i) * output + o] = values[from]!;
      }
    }
  }
  return { shape: shape.length === 2 ? [input, output] : [height, width, input, output], values: turned };
}

/** The reverse of `toBackendLayout`. */
function toFileLayout(shape: readonly number[], values: Float32Array): NamedTensor {
  if (shape.length < 2) return { shape, values };
  const [height, width, input, output] =
    shape.length === 2 ? [1, 1, shape[0] ?? 1, shape[1] ?? 1] : (shape as [number, number, number, number]);
  const area = height * width;
  const turned = new Float32Array(values.length);
  let to = 0;
  for (let o = 0; o < output; o += 1) {
    for (let i = 0; i < input; i += 1) {
      for (let pixel = 0; pixel < area; pixel += 1, to += 1) {
        turned[to] = values[(pixel * input + i) * output + o]!;
      }
    }
  }
  return { shape: shape.length === 2 ? [output, input] : [output, input, height, width], values: turned };
}

/**
 * Returns the tensors that are in `table`, and leaves out all others.
 * @param prefix precedes each name in `named`, but not in the result
 * @throws ModelMismatch with the name of the first tensor that is missing or has another shape
 */
export function checkTensors(
  named: NamedTensors,
  table: readonly ParameterEntry[],
  prefix = "",
): Map<string, NamedTensor> {
  const entries = table.map(({ name, shape }): [string, NamedTensor] => {
    const tensor = named.get(prefix + name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw problemError({
        tag: "ModelMismatch",
        subject: prefix + name,
        message: `The model's tensor ${prefix + name} should be ${shape.join(" x ")} but is ${tensor === undefined ? "missing" : tensor.shape.join(" x ")}.`,
        remedy: "Use the model with the backbone, channels and classes it was made with, or train a new one.",
      });
    }
    return [name, tensor];
  });
  return new Map(entries);
}

/**
 * Uploads the tensors that are in `table` to the backend.
 * @throws ModelMismatch with the name of the first tensor that is missing or has another shape
 */
export function uploadParameters(named: NamedTensors, table: readonly ParameterEntry[], prefix = ""): Parameters {
  const entries = [...checkTensors(named, table, prefix)].map(
    ([name, tensor]) => [name, toBackendLayout(tensor)] as const,
  );
  return new Map(
    // The backend keeps the array that it is given, so each tensor gets its own copy.
    entries.map(([name, { shape, values }]) => [name, tf.tensor(values.slice(), shape, "float32")]),
  );
}

/** Downloads tensors and converts them to the layout of files. Disposes nothing. */
export async function downloadParameters(parameters: Parameters, prefix = ""): Promise<[string, NamedTensor][]> {
  return Promise.all(
    [...parameters].map(async ([name, tensor]): Promise<[string, NamedTensor]> => {
      const values = (await tensor.data<"float32">()) as Float32Array;
      return [prefix + name, toFileLayout(tensor.shape, values.slice())];
    }),
  );
}

/**
 * The tensor with that name. Its existence was checked when the parameters were made, so a missing one is an error
 * in the code.
 */
export function parameter(parameters: Parameters, name: string): tf.Tensor {
  const tensor = parameters.get(name);
  if (tensor === undefined) throw new Error(`The network has no tensor ${name}.`);
  return tensor;
}

export function disposeParameters(parameters: Parameters): void {
  for (const tensor of parameters.values()) tensor.dispose();
}
