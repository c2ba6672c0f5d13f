import * as tf from "@tensorflow/tfjs-core";
import { breathe } from "../../domain/breathe.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import { type MicroBatch, type MicroBatchPlan, planMicroBatches } from "../batches/batches.ts";
import { settledBatches } from "../network/batch-norm.ts";
import { updateParameters } from "../network/optimizer.ts";
import { disposeParameters, type Parameters } from "../network/parameters.ts";
import { randomStream, shuffledIndices } from "../random.ts";
import type { CellMemory } from "../weak-labels/cell-memory.ts";
import { disposeOthers, lookUpOthers, type OtherCells } from "../weak-labels/other-cells.ts";
import { disposeOutcomes, type OutcomeTensors, rememberOutcomes } from "../weak-labels/outcome-tensors.ts";
import { addGradients, lossAndGradients } from "./loss-and-gradients.ts";
import { disposeStatistics, type LayerStatistics, takeStatistics } from "./running-statistics.ts";
import { learningRateAt } from "./schedule.ts";
import { batchesPerEpoch, type Trainer } from "./trainer.ts";
import type { TrainingState } from "./training-state.ts";

/** The result of one batch. */
export interface BatchResult {
  readonly state: TrainingState;
  /** Mean over the cells of the batch. */
  readonly loss: number;
  readonly cells: number;
  readonly seconds: number;
  readonly learningRate: number;
}

/**
 * Trains one epoch, beginning with batch `firstBatch` (0-based), and yields the state after each batch. The caller
 * may stop after any batch.
 *
 * A batch has `batchSize` cells. It goes through the GPU in micro-batches of one fixed size. Their gradients are
 * summed, so the weights change as if the whole batch had gone through at once. Only batch normalisation differs:
 * its statistics are those of `microBatchSize` cells. While the GPU works on one micro-batch, the processor prepares
 * the next one.
 *
 * If the objective uses the other cells of a tile, they come from the state's memory of cells, which is updated
 * after each batch. In the first epoch nothing is looked up, because the output of an untrained network would only
 * mislead.
 *
 * If a crop cannot be read, the last yielded state stays valid, and the tensors of the failed batch are disposed. An
 * exception inside tfjs (no memory) leaves the tensors of its tape behind, so close the backend after it.
 * @param epoch 1 for the first epoch
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
    // A caller that stops early never awaits this promise, so its rejection must not count as unhandled.
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
    const statistics: LayerStatistics[] = [];
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
    // Waiting for a GPU lets messages in. On the processor the results are there at once, so it needs a pause.
    if (backend.info.kind === "cpu") await breathe();
    yield { state, loss, cells, seconds: (performance.now() - started) / 1000, learningRate };
  }
}
