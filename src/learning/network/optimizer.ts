import * as tf from "@tensorflow/tfjs-core";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import { canUpdateInPlace, updateInPlace } from "../kernels/optimizer-kernel.ts";
import type { ParameterEntry } from "./architecture.ts";
import { isLearnt } from "./architecture.ts";
import { type Parameters, parameter } from "./parameters.ts";

/**
 * Optimisers as functions whose state is kept by the caller, with torch's formulas and defaults. An update takes
 * ownership of its arguments: it disposes the old parameters, the old slots and the gradients once the new ones
 * exist, or our own kernel overwrites parameters and slots in place.
 */

/**
 * The optimiser's state: for each slot (`exp_avg` ...) one tensor per learnt parameter, with keys such as
 * `exp_avg/conv1.weight`.
 */
export type OptimizerSlots = ReadonlyMap<string, tf.Tensor>;

export interface OptimizerStep {
  readonly parameters: Parameters;
  readonly slots: OptimizerSlots;
}

interface StepNumbers {
  /** 1 for the first update. */
  readonly number: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

interface UpdateRule {
  readonly slots: readonly string[];
  /** The numbers for our own kernel, which computes the same update in place. */
  readonly numbers: (step: StepNumbers) => readonly number[];
  /** Returns the new value and the new slots of one parameter, all as new tensors. */
  readonly update: (
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: readonly tf.Tensor[],
    step: StepNumbers,
  ) => { value: tf.Tensor; slots: tf.Tensor[] };
}

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const momentum = 0.9;

const rules: Readonly<Record<TrainingOptions["optimizer"], UpdateRule>> = {
  /** Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization". Computes the same as torch.optim.AdamW. */
  adamw: {
    slots: ["exp_avg", "exp_avg_sq"],
    numbers: ({ number, learningRate, weightDecay }) => [
      adam.beta1,
      1 - adam.beta1,
      adam.beta2,
      1 - adam.beta2,
      adam.epsilon,
      1 - learningRate * weightDecay,
      learningRate / (1 - adam.beta1 ** number),
      1 / Math.sqrt(1 - adam.beta2 ** number),
    ],
    update: (value, gradient, [first, second], { number, learningRate, weightDecay }) => {
      const average = tf.add(tf.mul(first as tf.Tensor, adam.beta1), tf.mul(gradient, 1 - adam.beta1));
      const square = tf.add(tf.mul(second as tf.Tensor, adam.beta2), tf.mul(tf.square(gradient), 1 - adam.beta2));
      const correction = Math.sqrt(1 - adam.beta2 ** number);
      const direction = tf.div(average, tf.add(tf.mul(tf.sqrt(square), 1 / correction), adam.epsilon));
      const stepSize = learningRate / (1 - adam.beta1 ** number);
      const decayed = weightDecay > 0 ? tf.mul(value, 1 - learningRate * weightDecay) : value;
      return { value: tf.sub(decayed, tf.mul(direction, stepSize)), slots: [average, square] };
    },
  },
  /** Stochastic gradient descent with momentum and coupled weight decay. Computes the same as torch.optim.SGD. */
  sgd: {
    slots: ["momentum_buffer"],
    numbers: ({ learningRate, weightDecay }) => [momentum, weightDecay, learningRate],
    update: (value, gradient, [buffer], { learningRate, weightDecay }) => {
      const decayed = weightDecay > 0 ? tf.add(gradient, tf.mul(value, weightDecay)) : gradient;
      const velocity = tf.add(tf.mul(buffer as tf.Tensor, momentum), decayed);
      return { value: tf.sub(value, tf.mul(velocity, learningRate)), slots: [velocity] };
    },
  },
};

const slotKey = (slot: string, name: string) => `${slot}/${name}`;

/** Makes slots of zeros for the learnt parameters of `table`. */
export function openSlots(
  optimizer: TrainingOptions["optimizer"],
  table: readonly ParameterEntry[],
  parameters: Parameters,
): OptimizerSlots {
  const learnt = table.filter(isLearnt);
  return new Map(
    rules[optimizer].slots.flatMap((slot) =>
      learnt.map(({ name }) => [slotKey(slot, name), tf.zerosLike(parameter(parameters, name))] as const),
    ),
  );
}

/** The names of an optimiser's slots, for instance to find them in a checkpoint. */
export function slotNames(optimizer: TrainingOptions["optimizer"]): readonly string[] {
  return rules[optimizer].slots;
}

/**
 * Updates the weights once. Weight decay applies to the weights of convolutions and of the heads, but not to scales,
 * shifts and biases (He et al. 2019, "Bag of Tricks"). Running statistics and frozen weights stay unchanged. Do not
 * use `before` and `gradients` afterwards: the update disposes or overwrites them.
 * @param stepNumber 1 for the first update
 */
export function updateParameters(
  options: Pick<TrainingOptions, "optimizer" | "weightDecay">,
  table: readonly ParameterEntry[],
  before: OptimizerStep,
  gradients: Parameters,
  stepNumber: number,
  learningRate: number,
): OptimizerStep {
  const rule = rules[options.optimizer];
  const parameters = new Map(before.parameters);
  const slots = new Map(before.slots);
  for (const { name, role } of table.filter(isLearnt)) {
    const value = parameter(before.parameters, name);
    const gradient = parameter(gradients, name);
    const old = rule.slots.map((slot) => parameter(before.slots, slotKey(slot, name)));
    const weightDecay = role === "convolution" || role === "dense" ? options.weightDecay : 0;
    const step = { number: stepNumber, learningRate, weightDecay };
    if (canUpdateInPlace([value, ...old])) {
      updateInPlace(options.optimizer, value, gradient, old, rule.numbers(step));
      gradient.dispose();
      continue;
    }
    const next = tf.tidy(() => rule.update(value, gradient, old, step));
    tf.dispose([value, gradient, ...old]);
    parameters.set(name, next.value);
    rule.slots.forEach((slot, index) => {
      slots.set(slotKey(slot, name), next.slots[index]!);
    });
  }
  return { parameters, slots };
}
