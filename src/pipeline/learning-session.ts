import { problemError } from "../domain/errors.ts";
import type { ClassList, PredictionOptions } from "../domain/localisation.ts";
import type { TileId } from "../domain/tile.ts";
import type { TrainingOptions, TrainingRun } from "../domain/training.ts";
import { type Backend, openBackend } from "../learning/backend.ts";
import { keepBackend } from "./backend-keeper.ts";
import { predictDataset } from "./predict-dataset.ts";
import { predictMissing } from "./predict-missing.ts";
import { type TrainOnDatasetCallbacks, trainOnDataset } from "./train-on-dataset.ts";

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
    const started = aside.then(() => keeper.current()).then(work);
    underWay = started;
    try {
      return await started;
    } catch (error) {
      await keeper.letGo();
      throw error;
    } finally {
      underWay = null;
    }
  }

  const shouldStop = () => stopping;

  return {
    describeBackend: async () => (await keeper.current()).info,
    train: (
      request: { readonly options: TrainingOptions; readonly classes: ClassList; readonly resume: string | null },
      onRun: Callbacks["onRun"],
      onStep: Callbacks["onStep"],
      onEpoch: Callbacks["onEpoch"],
    ): Promise<TrainingRun> =>
      alone(async (backend) => {
        const run = await trainOnDataset({ ...request, backend }, { onRun, onStep, onEpoch, shouldStop });
        if (run.status === "failed") await keeper.letGo();
        return run;
      }),
    predict: (
      options: PredictionOptions,
      onProgress: (done: number, of: number, secondsLeft: number) => void,
    ): Promise<number> => alone((backend) => predictDataset({ options, backend, onProgress, shouldStop })),
    /**
     * Predicts the cells of one tile that have no probabilities yet; gives way as soon as other work is asked for.
     *
     * @returns whether all have them now.
     */
    predictMissing(tileId: TileId, options: PredictionOptions): Promise<boolean> {
      if (underWay !== null) return Promise.resolve(false);
      const shouldStop = () => underWay !== null;
      const predicted = aside.then(async () => {
        if (shouldStop()) return false;
        return predictMissing({ tileId, options, backend: await keeper.current(), shouldStop });
      });
      aside = predicted.catch(() => keeper.letGo());
      return predicted;
    },
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
