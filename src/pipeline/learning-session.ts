import { problemError } from "../domain/errors.ts";
import type { ClassList, PredictionOptions } from "../domain/localisation.ts";
import type { TrainingOptions, TrainingRun } from "../domain/training.ts";
import { type Backend, openBackend } from "../learning/backend.ts";
import { predictDataset } from "./predict-dataset.ts";
import { type TrainOnDatasetCallbacks, trainOnDataset } from "./train-on-dataset.ts";

type Callbacks = Omit<TrainOnDatasetCallbacks, "shouldStop">;

/** The GPU's owner: opens it on first use, again after it was lost, and does one thing at a time with it. */
export function openLearningSession() {
  let opening: Promise<Backend> | null = null;
  let underWay: Promise<unknown> | null = null;
  let stopping = false;

  async function open(): Promise<Backend> {
    if (opening !== null && (await opening).failure() !== null) {
      (await opening).close();
      opening = null;
    }
    opening ??= openBackend().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  }

  async function alone<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    if (underWay !== null) throw busy();
    stopping = false;
    const started = open().then(work);
    underWay = started;
    try {
      return await started;
    } finally {
      underWay = null;
    }
  }

  const shouldStop = () => stopping;

  return {
    describeBackend: async () => (await open()).info,
    train: (
      request: { readonly options: TrainingOptions; readonly classes: ClassList; readonly resume: string | null },
      onRun: Callbacks["onRun"],
      onStep: Callbacks["onStep"],
      onEpoch: Callbacks["onEpoch"],
    ): Promise<TrainingRun> =>
      alone((backend) => trainOnDataset({ ...request, backend }, { onRun, onStep, onEpoch, shouldStop })),
    predict: (
      options: PredictionOptions,
      onProgress: (done: number, of: number, secondsLeft: number) => void,
    ): Promise<number> => alone((backend) => predictDataset({ options, backend, onProgress, shouldStop })),
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
