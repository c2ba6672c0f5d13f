import * as tf from "@tensorflow/tfjs-core";
import { breathe } from "../../domain/breathe.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Backend } from "../backend/backend.ts";
import type { BatchSource } from "../batches/batch-source.ts";
import { type Example, type MicroBatch, type MicroBatchPlan, planMicroBatches } from "../batches/batches.ts";
import type { Bags } from "../batches/cell-bags.ts";
import type { SyntheticHelper } from "../batches/synthetic-cells.ts";
import { type Architecture, isLearnt, type ParameterEntry } from "../network/architecture.ts";
import { type BatchStatistics, settledBatches, updateRunning } from "../network/batch-norm.ts";
import { type OptimizerStep, updateParameters } from "../network/optimizer.ts";
import { disposeParameters, type Parameters, parameter } from "../network/parameters.ts";
import { type FrozenLayers, forward } from "../network/resnet.ts";
import { randomStream, shuffledIndices } from "../random.ts";
import type { CellMemory } from "../weak-labels/cell-memory.ts";
import type { Objective } from "../weak-labels/objective.ts";
import { disposeOthers, lookUpOthers, type OtherCells } from "../weak-labels/other-cells.ts";
import {
  disposeOutcomes,
  keepOutcomes,
  type OutcomeTensors,
  rememberOutcomes,
} from "../weak-labels/outcome-tensors.ts";
import { learningRateAt } from "./schedule.ts";

/** What stays the same over a run. */
export interface Trainer {
  readonly architecture: Architecture;
  readonly table: readonly ParameterEntry[];
  readonly frozen?: FrozenLayers;
  readonly objective: Objective;
  /** `[classes]`, as the objective has them; 1 each when absent. */
  readonly positiveWeights?: readonly number[];
  readonly options: TrainingOptions;
  readonly source: BatchSource;
  readonly examples: readonly Example[];
  /** The examples' tiles; null for objectives that look at one cell at a time. */
  readonly bags: Bags | null;
  /** None when absent. */
  readonly helpers?: readonly SyntheticHelper[];
  readonly backend: Backend;
}

/** What changes with every batch. Whoever receives a new state owns it; the old one's changed tensors are gone. */
export interface TrainingState extends OptimizerStep {
  /** Weight updates so far. */
  readonly step: number;
  /** Filled in place; null where the objective looks nothing up. */
  readonly memory: CellMemory | null;
}

/** One batch done. */
export interface BatchResult {
  readonly state: TrainingState;
  /** Mean over the batch's cells. */
  readonly loss: number;
  readonly cells: number;
  readonly seconds: number;
  readonly learningRate: number;
}

export function batchesPerEpoch(examples: number, batchSize: number): number {
  return Math.ceil(examples / batchSize);
}

interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly gradients: Parameters;
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
  /** null where the objective looks nothing up. */
  readonly outcomes: OutcomeTensors | null;
}

/**
 * Loss (summed over the micro-batch's real cells, divided by `cells`) and its gradient for each learnt parameter.
 * @param others the other cells of their tiles, where the objective wants them; stays the caller's
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
  let statistics: ReadonlyMap<string, BatchStatistics> = new Map();
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

/** 0, with every extra head on the tape: tfjs refuses gradients for what an epoch without looking up leaves out. */
function untouchedHeads(parameters: Parameters): tf.Tensor {
  const heads = [...parameters].filter(([name]) => /^attention\..*(weight|bias)$/.test(name));
  return tf.addN([tf.scalar(0), ...heads.map(([, tensor]) => tf.mul<tf.Scalar>(tf.sum(tensor), 0))]);
}

function disposeStatistics(statistics: LossAndGradients["statistics"]): void {
  for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
}

/** Replaces running statistics by their next values; disposes the old ones and the batch's. */
function takeStatistics(parameters: Parameters, statistics: LossAndGradients["statistics"], seen: number): Parameters {
  const next = new Map(parameters);
  for (const [name, { mean, variance }] of statistics) {
    for (const [key, batch] of [
      [`${name}.running_mean`, mean],
      [`${name}.running_var`, variance],
    ] as const) {
      const running = parameter(parameters, key);
      next.set(key, updateRunning(running, batch, seen));
      tf.dispose([running, batch]);
    }
  }
  return next;
}

/** Sums two sets of gradients and disposes both. */
function addGradients(sum: Parameters | null, gradients: Parameters): Parameters {
  if (sum === null) return gradients;
  const added = new Map([...sum].map(([name, total]) => [name, tf.add(total, parameter(gradients, name))]));
  disposeParameters(sum);
  disposeParameters(gradients);
  return added;
}

/**
 * Trains one epoch from its batch `firstBatch` on, and hands out the state after each batch: whoever iterates may stop there.
 *
 * A batch is `batchSize` cells; it goes through the GPU in micro-batches of one fixed size whose gradients are summed, so that
 * the weights move as if it had gone through at once. Batch normalisation alone sees micro-batches: its statistics
 * are those of `microBatchSize` cells. While the GPU works on one micro-batch the processor prepares the next.
 *
 * Where the objective looks at the other cells of a tile, these come from the state's memory, which takes up each batch when it
 * is done. In the first epoch nothing is looked up: what an untrained network says of the others would only mislead.
 *
 * When a crop cannot be read, the state handed out last is untouched and what its batch had put on the backend is freed. An
 * exception inside tfjs (no memory) leaves the tape's tensors behind: the backend is then to be closed.
 * @param epoch 1-based
 * @param steps weight updates of the whole run, for the schedule
 */
export async function* trainEpoch(
  trainer: Trainer,
  start: TrainingState,
  epoch: number,
  firstBatch: number,
  steps: number,
): AsyncGenerator<BatchResult> {
  const { options, source, examples, backend, table } = trainer;
  const order = shuffledIndices(examples.length, randomStream(options.seed, "shuffle", epoch));
  const microBatchSize = microBatchSizeOf(options);
  const batches = Array.from({ length: batchesPerEpoch(order.length, options.batchSize) }, (_, index) =>
    planMicroBatches(order.subarray(index * options.batchSize, (index + 1) * options.batchSize), microBatchSize, order),
  ).slice(firstBatch);
  const plans = batches.flat();
  const augmentation = { options: options.augmentation, helpers: trainer.helpers ?? [], seed: options.seed, epoch };
  const load = (index: number): Promise<MicroBatch> | null => {
    const plan = plans[index];
    if (plan === undefined) return null;
    const loading = source.load(examples, plan, augmentation);
    // Whoever stops never asks for it; that it failed is then nobody's business.
    loading.catch(() => undefined);
    return loading;
  };

  const lookUp = (plan: MicroBatchPlan, made: readonly boolean[], memory: CellMemory | null): OtherCells | null => {
    const wanted = trainer.objective.lookUp;
    if (wanted === null || trainer.bags === null || memory === null || epoch === 1) return null;
    return lookUpOthers(memory, trainer.bags, plan, wanted, made);
  };

  let state = start;
  let position = 0;
  let pending = load(position);
  for (const batch of batches) {
    const started = performance.now();
    const cells = batch.reduce((sum, { count }) => sum + count, 0);
    let sum: Parameters | null = null;
    const losses: tf.Scalar[] = [];
    const statistics: LossAndGradients["statistics"][] = [];
    const outcomes: OutcomeTensors[] = [];
    const made: (readonly boolean[])[] = [];
    try {
      for (let part = 0; part < batch.length; part += 1) {
        const microBatch = await backend.guard(pending as Promise<MicroBatch>);
        const others = lookUp(batch[part]!, microBatch.made, state.memory);
        const result = lossAndGradients(trainer, state.parameters, microBatch, cells, others);
        disposeOthers(others);
        if (result.outcomes !== null) outcomes.push(result.outcomes);
        made.push(microBatch.made);
        position += 1;
        pending = load(position);
        statistics.push(result.statistics);
        losses.push(result.loss);
        sum = addGradients(sum, result.gradients);
      }
    } catch (error) {
      statistics.forEach(disposeStatistics);
      outcomes.forEach(disposeOutcomes);
      tf.dispose(losses);
      if (sum !== null) disposeParameters(sum);
      throw error;
    }
    let { parameters } = state;
    for (const [part, measured] of statistics.entries()) {
      const before = options.initialWeights === null ? 0 : settledBatches;
      const seen = before + state.step * Math.ceil(options.batchSize / microBatchSize) + part;
      parameters = takeStatistics(parameters, measured, seen);
    }
    const learningRate = learningRateAt(state.step, steps, options);
    const gradients = sum as Parameters;
    const before = { ...state, parameters };
    const next = updateParameters(options, table, before, gradients, state.step + 1, learningRate);
    disposeParameters(gradients);
    const { memory } = state;
    state = { ...next, step: state.step + 1, memory };
    const total = tf.tidy(() => tf.addN(losses));
    const remembering = outcomes.map((outcome, part) =>
      memory === null ? null : rememberOutcomes(memory, batch[part]!, outcome, made[part] ?? []),
    );
    const [[loss = Number.NaN]] = await backend.guard(Promise.all([total.data(), ...remembering]));
    tf.dispose([total, ...losses]);
    outcomes.forEach(disposeOutcomes);
    // Waiting for a GPU lets messages in by itself; the processor's results are there at once.
    if (backend.info.kind === "cpu") await breathe();
    yield { state, loss, cells, seconds: (performance.now() - started) / 1000, learningRate };
  }
}
