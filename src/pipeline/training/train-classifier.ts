import { nullIfCancelled } from "../../domain/cancel.ts";
import { shouldStopEarly } from "../../domain/training/best-epoch.ts";
import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import type { EpochMetrics } from "../../domain/training/training-progress.ts";
import { classMetrics, meanAveragePrecision } from "../../evaluation/class-metrics.ts";
import { hasContext } from "../../learning/network/architecture.ts";
import { evaluate } from "../../learning/training/evaluate.ts";
import { settleMicroBatchSize } from "../../learning/training/probe-micro-batch.ts";
import { refitContext } from "../../learning/training/refit-context.ts";
import { learningRateAt } from "../../learning/training/schedule.ts";
import { trainEpoch } from "../../learning/training/train-epoch.ts";
import { batchesPerEpoch } from "../../learning/training/trainer.ts";
import { disposeState, type TrainingState } from "../../learning/training/training-state.ts";
import { warmUp } from "../../learning/training/warm-up.ts";
import { type Judgement, judgeModel } from "./judge-model.ts";
import { freshProgress, makeCheckpoint, type Progress } from "./make-checkpoint.ts";
import { selfTrain } from "./self-training.ts";
import { setUpTraining, type TrainingSetup } from "./set-up-training.ts";
import { startState } from "./start-state.ts";
import type { TrainClassifierCallbacks, TrainingOutcome } from "./training-callbacks.ts";
import { diverged, explainFailure } from "./training-problems.ts";
import type { TrainClassifierRequest } from "./training-request.ts";

/** The validation figures of an epoch. All are null or empty when there are no validation tiles. */
type Validation = Pick<EpochMetrics, "validationLoss" | "meanAveragePrecision" | "classes">;

const noValidation: Validation = { validationLoss: null, meanAveragePrecision: null, classes: [] };

/** @throws Cancelled */
async function validate(
  { data, trainer, options, request }: TrainingSetup,
  state: TrainingState,
  epoch: number,
  signal: AbortSignal,
): Promise<{ figures: Validation; judgement: Judgement | null }> {
  if (data.validation.length === 0) return { figures: noValidation, judgement: null };
  const { architecture, objective, source } = trainer;
  const batchSize = microBatchSizeOf(options);
  const { parameters } = state;
  const run = { architecture, parameters, source, examples: data.validation, batchSize, backend: request.backend };
  const result = await evaluate({ ...run, signal }, objective);
  const targets = data.validation.map((example) => example.targets);
  const classes = classMetrics(result.probabilities, targets, architecture.classes);
  // With a context head, Negative is blended before the context is added, so it is not blended again here.
  const judged = hasContext(architecture) ? { ...request.classes, negative: null } : request.classes;
  return {
    figures: { validationLoss: result.loss, meanAveragePrecision: meanAveragePrecision(classes), classes },
    judgement: judgeModel(data, judged, options.seed, epoch, result.probabilities),
  };
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  if (ordered.length === 0) return 0;
  return ordered.length % 2 === 1 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

/**
 * Estimates the seconds left from the median of this session's last batches. The median ignores the first batch, which
 * takes much longer because shaders are compiled.
 */
function estimateSecondsLeft(
  batchSeconds: readonly number[],
  batchesLeft: number,
  validationSeconds: number,
  epochsLeft: number,
): number {
  return median(batchSeconds.slice(-50)) * batchesLeft + validationSeconds * epochsLeft;
}

/** The validation result in the checkpoint of a resumed run. */
function judgementOf(resume: Checkpoint | null): Judgement | null {
  const { calibration, evaluation } = resume?.manifest ?? {};
  return calibration && evaluation ? { calibration, evaluation } : null;
}

async function runEpochs(
  setup: TrainingSetup,
  callbacks: TrainClassifierCallbacks,
  start: TrainingState,
  take: (state: TrainingState) => void,
): Promise<TrainingOutcome> {
  const { options, trainer, request } = setup;
  const batches = batchesPerEpoch(trainer.examples.length, options.batchSize);
  const steps = batches * options.epochs;
  let state = start;
  let progress: Progress = request.resume?.progress ?? freshProgress;
  let judgement = judgementOf(request.resume);
  let validationSeconds = 0;
  const sessionSeconds: number[] = [];
  let savedAt = performance.now();
  const isSaveDue = () =>
    options.checkpointMinutes > 0 && performance.now() - savedAt >= options.checkpointMinutes * 60_000;

  const save = async (status: TrainingOutcome["status"]): Promise<TrainingOutcome> => {
    const checkpoint = await makeCheckpoint(setup, state, progress, judgement);
    await callbacks.saveCheckpoint(checkpoint);
    savedAt = performance.now();
    return { status, checkpoint };
  };

  let outcome = await save("finished");
  for (let epoch = progress.epochs.length + 1; epoch <= options.epochs; epoch += 1) {
    const epochSeconds: number[] = [];
    let learningRate = learningRateAt(Math.max(0, state.step - 1), steps, options);
    for await (const batch of trainEpoch(trainer, state, epoch, progress.batch, steps)) {
      state = batch.state;
      take(state);
      if (!Number.isFinite(batch.loss)) throw diverged(epoch, batch.loss, options);
      learningRate = batch.learningRate;
      epochSeconds.push(batch.seconds);
      sessionSeconds.push(batch.seconds);
      progress = {
        ...progress,
        batch: progress.batch + 1,
        step: state.step,
        lossSum: progress.lossSum + batch.loss * batch.cells,
        cells: progress.cells + batch.cells,
        seconds: progress.seconds + batch.seconds,
      };
      callbacks.onStep?.({
        epoch,
        epochs: options.epochs,
        step: state.step,
        steps,
        loss: batch.loss,
        cellsPerSecond: batch.cells / batch.seconds,
        secondsLeft: estimateSecondsLeft(
          sessionSeconds,
          steps - state.step,
          validationSeconds,
          options.epochs - epoch + 1,
        ),
      });
      if (callbacks.signal.aborted) return save("stopped");
      if (isSaveDue()) await save("stopped");
    }
    state = await refitContext(trainer, state);
    take(state);
    const validationStarted = performance.now();
    const validation = await nullIfCancelled(validate(setup, state, epoch, callbacks.signal));
    if (validation === null) return save("stopped");
    judgement = validation.judgement;
    validationSeconds = (performance.now() - validationStarted) / 1000;
    const metrics: EpochMetrics = {
      epoch,
      trainingLoss: progress.lossSum / progress.cells,
      ...validation.figures,
      learningRate,
      cellsPerSecond: progress.cells / progress.seconds,
      stepSeconds: median(epochSeconds),
      seconds: progress.seconds + validationSeconds,
    };
    progress = { ...freshProgress, step: state.step, epochs: [...progress.epochs, metrics] };
    outcome = await save("finished");
    callbacks.onEpoch?.(metrics);
    if (shouldStopEarly(progress.epochs, options.earlyStopping)) return outcome;
  }
  return outcome;
}

/** Runs one training from its first or its resumed step to its end. */
async function trainOnce(setup: TrainingSetup, callbacks: TrainClassifierCallbacks): Promise<TrainingOutcome> {
  let state = startState(setup);
  try {
    return await runEpochs(setup, callbacks, state, (next) => {
      state = next;
    });
  } finally {
    disposeState(state);
  }
}

/**
 * Trains a classifier on weakly labelled cells, or goes on with a run. The caller owns the backend and has to close
 * it after `DeviceLost`.
 *
 * A run depends only on its cells, options and seed. On one adapter the same request gives the same curve. A run
 * that is stopped and resumed, even in the middle of an epoch, gives the same curve as a run that was not stopped.
 *
 * @throws NothingToLearn when there is nothing to train on.
 * @throws ModelMismatch when a resumed run had other crops or classes.
 * @throws Diverged when the loss becomes NaN or infinite, DeviceLost when the GPU fails. The last saved checkpoint
 * is good in both cases.
 * @throws What `saveCheckpoint` throws.
 */
export async function trainClassifier(
  request: TrainClassifierRequest,
  callbacks: TrainClassifierCallbacks,
): Promise<TrainingOutcome> {
  let setup = setUpTraining(request);
  callbacks.onSplit?.(setup.data);
  try {
    const trainer = await settleMicroBatchSize(setup.trainer);
    setup = { ...setup, trainer, options: trainer.options };
    await request.backend.guard(warmUp(trainer));
    if (setup.options.objective === "self-training") return await selfTrain(setup, callbacks, trainOnce);
    return await trainOnce(setup, callbacks);
  } catch (error) {
    throw await explainFailure(error, request.backend, setup.options);
  } finally {
    setup.trainer.source.close();
  }
}
