import * as tf from "@tensorflow/tfjs-core";
import type { MicroBatch } from "../batches/batches.ts";
import { isLearnt } from "../network/architecture.ts";
import { disposeParameters, type Parameters, parameter } from "../network/parameters.ts";
import { type FrozenLayers, forward } from "../network/resnet.ts";
import type { OtherCells } from "../weak-labels/other-cells.ts";
import { keepOutcomes, type OutcomeTensors } from "../weak-labels/outcome-tensors.ts";
import type { LayerStatistics } from "./running-statistics.ts";

import type { Trainer } from "./trainer.ts";
/** The result of one micro-batch. The caller disposes all tensors. */
export interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly gradients: Parameters;
  readonly statistics: LayerStatistics;
  /** The results that go into the memory of cells. null when the objective uses no memory. */
  readonly outcomes: OutcomeTensors | null;
}

/**
 * Computes the loss of one micro-batch and its gradient for each learnt parameter. The loss is the sum over the real
 * cells divided by `cells`, so the losses and gradients of a batch's micro-batches can be added.
 *
 * @param cells the number of real cells in the whole batch
 * @param others the other cells of the tiles, when the objective uses them. The caller disposes them.
 */
export function lossAndGradients(
  {
    architecture,
    table,
    objective,
    frozen,
  }: Pick<Trainer, "architecture" | "table" | "objective"> & { readonly frozen?: FrozenLayers },
  parameters: Parameters,
  batch: Pick<MicroBatch, "input" | "targets" | "mask">,
  cells: number,
  others: OtherCells | null = null,
): LossAndGradients {
  const { classes } = architecture;
  const size = batch.mask.length;
  const names = table.filter(isLearnt).map(({ name }) => name);
  let statistics: LayerStatistics = new Map();
  let outcomes: OutcomeTensors | null = null;
  const input = batch.input();
  const targets = tf.tensor2d(batch.targets, [size, classes]);
  const mask = tf.tensor1d(batch.mask);
  const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
    const current = new Map(parameters);
    names.forEach((name, index) => {
      current.set(name, values[index]!);
    });
    const result = forward(architecture, current, input, true, frozen);
    statistics = result.statistics;
    if (objective.lookUp !== null) outcomes = keepOutcomes(architecture, current, result);
    const { logits, features } = result;
    const loss = objective.loss({ logits, features, parameters: current }, { targets, mask, others });
    return tf.add<tf.Scalar>(tf.div(loss, cells), untouchedHeads(current));
  })(names.map((name) => parameter(parameters, name)));
  tf.dispose([input, targets, mask]);
  const gradients = new Map(names.map((name, index) => [name, grads[index]!]));
  return { loss: value as tf.Scalar, gradients, statistics, outcomes };
}

/**
 * Zero, computed from the attention head. tfjs refuses to compute gradients for tensors that the loss does not use, and
 * the loss does not use the attention head while nothing is looked up.
 */
function untouchedHeads(parameters: Parameters): tf.Tensor {
  const heads = [...parameters].filter(([name]) => /^attention\..*(weight|bias)$/.test(name));
  return tf.addN([tf.scalar(0), ...heads.map(([, tensor]) => tf.mul<tf.Scalar>(tf.sum(tensor), 0))]);
}

/** Sums two sets of gradients and disposes both. */
export function addGradients(sum: Parameters | null, gradients: Parameters): Parameters {
  if (sum === null) return gradients;
  const added = new Map([...sum].map(([name, total]) => [name, tf.add(total, parameter(gradients, name))]));
  disposeParameters(sum);
  disposeParameters(gradients);
  return added;
}
