import * as tf from "@tensorflow/tfjs-core";
import type { GpuKernelName } from "../kernels/gpu-kernels.ts";
import { normaliseBatch } from "../network/batch-norm.ts";
import { convolve } from "../network/convolve.ts";
import { openSlots, updateParameters } from "../network/optimizer.ts";
import { randomStream } from "../random.ts";

/** A trial computation that uses a kernel as a network does. */
export interface Exercise {
  /** Runs one round. The caller disposes the results. */
  readonly run: () => tf.Tensor[];
  readonly close: () => void;
}

/**
 * Batch size, side and channels of the exercises: a thin layer, and larger ones up to a layer of a ResNet-18 at 224
 * px. The larger ones are for GPUs that finish the smaller ones too quickly to be timed.
 */
export const exerciseSizes = [
  [2, 14, 32],
  [4, 28, 32],
  [8, 56, 64],
] as const;

type Size = (typeof exerciseSizes)[number];

function randomTensor(shape: number[], name: string): tf.Tensor {
  const random = randomStream(name);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random() - 0.5),
    shape,
  );
}

function openNorm([batch, side, channels]: Size): Exercise {
  const shape = [batch, side, side, channels];
  const inputs = [randomTensor(shape, "x"), tf.ones([channels]), randomTensor([channels], "shift")];
  const dy = randomTensor(shape, "dy");
  const run = () => {
    const gradients = tf.grads((x, scale, shift) => {
      const after = { rectifies: true };
      const result = normaliseBatch(x as tf.Tensor4D, scale as tf.Tensor1D, shift as tf.Tensor1D, after);
      tf.dispose([result.statistics.mean, result.statistics.variance]);
      return result.normalised;
    });
    // The backward pass frees the incoming gradient, so it gets a copy.
    const copy = tf.clone(dy);
    const results = gradients(inputs, copy);
    copy.dispose();
    return results;
  };
  return { run, close: () => tf.dispose([...inputs, dy]) };
}

function openOptimizer([, , channels]: Size): Exercise {
  const table = [{ name: "w", shape: [channels, channels, 3, 3], role: "convolution" }] as const;
  const gradient = randomTensor([...table[0].shape], "gradient");
  const parameters = new Map([["w", randomTensor([...table[0].shape], "w")]]);
  let state: Parameters<typeof updateParameters>[2] = { parameters, slots: openSlots("adamw", table, parameters) };
  let step = 0;
  const run = () => {
    step += 1;
    const gradients = new Map([["w", tf.clone(gradient)]]);
    state = updateParameters({ optimizer: "adamw", weightDecay: 0.01 }, table, state, gradients, step, 0.01);
    for (const copy of gradients.values()) copy.dispose();
    return [...state.parameters.values()].map((tensor) => tf.clone(tensor));
  };
  return { run, close: () => tf.dispose([gradient, ...state.parameters.values(), ...state.slots.values()]) };
}

function openConvolution(part: "value" | "input" | "filter") {
  return ([batch, side, channels]: Size): Exercise => {
    const x = randomTensor([batch, side, side, channels], "x") as tf.Tensor4D;
    const weights = randomTensor([3, 3, channels, channels], "weights") as tf.Tensor4D;
    const attributes = { strides: [1, 1], pad: 1, dataFormat: "NHWC", inputShape: x.shape, filterShape: weights.shape };
    const kernel = (name: string, inputs: tf.NamedTensorMap) => [
      tf.engine().runKernel(name, inputs, attributes) as tf.Tensor,
    ];
    const run = {
      value: () => [convolve(x, weights, 1, 1, "both")],
      input: () => kernel("Conv2DBackpropInput", { dy: x, filter: weights }),
      filter: () => kernel("Conv2DBackpropFilter", { x, dy: x }),
    }[part];
    return { run, close: () => tf.dispose([x, weights]) };
  };
}

export const kernelExercises: Readonly<Record<GpuKernelName, (size: Size) => Exercise>> = {
  "batch normalisation": openNorm,
  optimiser: openOptimizer,
  convolution: openConvolution("value"),
  "input gradient": openConvolution("input"),
  "filter gradient": openConvolution("filter"),
  "filter gradient in tiles": openConvolution("filter"),
};
