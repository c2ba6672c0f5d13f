import { problemError } from "../../domain/errors.ts";
import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { TrainRequest } from "../../domain/training/train-request.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { type Backend, openBackend } from "../../learning/backend/backend.ts";
import { predictDataset } from "../prediction/predict-dataset.ts";
import { predictMissing } from "../prediction/predict-missing.ts";
import { predictSamples } from "../prediction/predict-samples.ts";
import { type TrainOnDatasetCallbacks, trainOnDataset } from "../training/train-on-dataset.ts";
import { keepBackend } from "./backend-keeper.ts";
import { openExplainSession } from "./explain-session.ts";

type Callbacks = Omit<TrainOnDatasetCallbacks, "shouldStop">;

/** The GPU's owner: opens it on first use, again after work on it failed, and does one thing at a time with it. */
export function openLearningSession() {
  const keeper = keepBackend(() => openBackend());
  let underWay: Promise<unknown> | null = null;
  let stopping = false;
  /** Small work that gives way to training and prediction. Never rejects. */
  let aside: Promise<unknown> = Promise.resolve();

  async function alone<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    if (underWay !== null) throw busy();
    stopping = false;
    const started = aside
      .then(explain.free)
      .then(() => keeper.current())
      .then(work);
    underWay = started;
    try {
      return await started;
    } catch (error) {
      await letGo();
      throw error;
    } finally {
      underWay = null;
    }
  }

  /** Null when other work is under way, or was asked for before this one's turn came. */
  function giveWay<T>(work: (backend: Backend, shouldStop: () => boolean) => Promise<T>): Promise<T | null> {
    if (underWay !== null) return Promise.resolve(null);
    const shouldStop = () => underWay !== null;
    const done = aside.then(async () => (shouldStop() ? null : work(await keeper.current(), shouldStop)));
    aside = done.catch(letGo);
    return done;
  }

  async function letGo(): Promise<void> {
    explain.forget();
    await keeper.letGo();
  }

  const shouldStop = () => stopping;
  const explain = openExplainSession(giveWay);

  return {
    describeBackend: async () => (await keeper.current()).info,
    train: (
      request: TrainRequest,
      onRun: Callbacks["onRun"],
      onStep: Callbacks["onStep"],
      onEpoch: Callbacks["onEpoch"],
    ): Promise<TrainingRun> =>
      alone(async (backend) => {
        const run = await trainOnDataset({ ...request, backend }, { onRun, onStep, onEpoch, shouldStop });
        if (run.status === "failed") await letGo();
        return run;
      }),
    predict: (
      options: PredictionOptions,
      onProgress: (done: number, of: number, secondsLeft: number) => void,
    ): Promise<number> => alone((backend) => predictDataset({ options, backend, onProgress, shouldStop })),
    predictSamples: (
      address: string,
      options: PredictionOptions,
      onProgress: (done: number, of: number, secondsLeft: number) => void,
    ): Promise<number> =>
      alone(async (backend) => {
        const run = { options, onProgress, shouldStop };
        if (!backend.info.software) return predictSamples(address, { ...run, backend });
        // A software adapter takes seconds to compile the shaders of a network that the processor runs in less.
        await letGo();
        const processor = await openBackend("cpu");
        return predictSamples(address, { ...run, backend: processor }).finally(() => processor.close());
      }),
    /**
     * Predicts the cells of one tile that have no probabilities yet; gives way as soon as other work is asked for.
     *
     * @returns whether all have them now.
     */
    async predictMissing(tileId: TileId, options: PredictionOptions, starter: string | null): Promise<boolean> {
      const predicted = await giveWay((backend, shouldStop) =>
        predictMissing({ tileId, options, starter, backend, shouldStop }),
      );
      return predicted ?? false;
    },
    explainCell: explain.explainCell,
    embed: explain.embed,
    stopEmbedding: explain.stopEmbedding,
    /** Resolves when the work has ended, so that what it wrote last is in storage. */
    async stop(): Promise<void> {
      stopping = true;
      // How it ended is told to the one who started it.
      await underWay?.catch(() => {});
    },
  };
}

function busy(): Error {
  return problemError({
    tag: "Unexpected",
    subject: "Learning",
    message: "The graphics card is busy with training or prediction.",
    remedy: "Wait until it is done, or stop it.",
  });
}
