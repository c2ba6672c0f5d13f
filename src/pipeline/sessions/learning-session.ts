import { cancelled, throwIfCancelled } from "../../domain/cancel.ts";
import { hasTag, type Problem, problemError } from "../../domain/errors.ts";
import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { TrainRequest } from "../../domain/training/train-request.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { type Backend, openBackend } from "../../learning/backend/backend.ts";
import { noteBackend } from "../failures/record-failure.ts";
import { predictDataset } from "../prediction/predict-dataset.ts";
import { predictMissing } from "../prediction/predict-missing.ts";
import { predictSamples } from "../prediction/predict-samples.ts";
import { stopBrokenRuns } from "../training/stop-broken-runs.ts";
import { type TrainOnDatasetCallbacks, trainOnDataset } from "../training/train-on-dataset.ts";
import { keepBackend } from "./backend-keeper.ts";
import { openExplainSession } from "./explain-session.ts";

type OnProgress = (done: number, of: number, secondsLeft: number) => void;

/**
 * Owns the GPU. The session opens a backend on first use and another one after work on it failed. It does one piece of
 * work at a time.
 */
export function openLearningSession() {
  const keeper = keepBackend(openNoted);
  let underWay: Promise<unknown> | null = null;
  /** The last small work, which gives way to training and prediction. This promise never rejects. */
  let aside: Promise<unknown> = Promise.resolve();
  /** Ends the small work when the card is needed. After each training or prediction there is a new controller. */
  let needed = new AbortController();

  async function alone<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    if (underWay !== null) throw busy();
    needed.abort(cancelled("The work on the graphics card"));
    const started = aside
      .then(explain.free)
      .then(() => keeper.current())
      .then(work);
    underWay = started;
    try {
      return await started;
    } catch (error) {
      await letGo(error);
      throw error;
    } finally {
      underWay = null;
      needed = new AbortController();
    }
  }

  async function giveWay<T>(
    signal: AbortSignal,
    work: (backend: Backend, signal: AbortSignal) => Promise<T>,
  ): Promise<T | null> {
    if (underWay !== null) return null;
    const mine = needed.signal;
    const wanted = AbortSignal.any([signal, mine]);
    const done = aside.then(async () => {
      throwIfCancelled(wanted);
      return work(await keeper.current(), wanted);
    });
    aside = done.catch(letGo);
    try {
      return await done;
    } catch (error) {
      throwIfCancelled(signal);
      if (mine.aborted && hasTag(error, "Cancelled")) return null;
      throw error;
    }
  }

  /** Closes the backend after work that failed, because it may be broken. Cancelled work leaves nothing on it. */
  async function letGo(error: unknown): Promise<void> {
    if (hasTag(error, "Cancelled")) return;
    explain.forget();
    await keeper.letGo();
  }

  const explain = openExplainSession(giveWay);

  return {
    describeBackend: async () => (await keeper.current()).info,
    /** A cancelled run does not reject: its status is `stopped`. */
    train: (
      request: TrainRequest,
      onRun: TrainOnDatasetCallbacks["onRun"],
      onStep: TrainOnDatasetCallbacks["onStep"],
      onEpoch: TrainOnDatasetCallbacks["onEpoch"],
      signal: AbortSignal,
    ): Promise<TrainingRun> =>
      alone(async (backend) => {
        const run = await trainOnDataset({ ...request, backend }, { onRun, onStep, onEpoch, signal });
        if (run.status === "failed") await letGo(null);
        return run;
      }),
    /** @returns how many tiles are done, also when it was cancelled. */
    predict: (options: PredictionOptions, onProgress: OnProgress, signal: AbortSignal): Promise<number> =>
      alone((backend) => predictDataset({ options, backend, onProgress, signal })),
    /** @returns how many tiles are done, also when it was cancelled. */
    predictSamples: (
      address: string,
      options: PredictionOptions,
      onProgress: OnProgress,
      signal: AbortSignal,
    ): Promise<number> =>
      alone(async (backend) => {
        const run = { options, onProgress, signal };
        if (!backend.info.software) return predictSamples(address, { ...run, backend });
        // A software adapter needs seconds to compile the network's shaders. The processor runs the network in less.
        await letGo(null);
        const processor = await openBackend("cpu");
        return predictSamples(address, { ...run, backend: processor }).finally(() => processor.close());
      }),
    /**
     * Predicts the cells of one tile that have no probabilities yet. It ends early when training or prediction needs
     * the card.
     *
     * @returns Whether all cells of the tile have probabilities now.
     * @throws Cancelled, and what `predictMissing` throws.
     */
    async predictMissing(
      tileId: TileId,
      options: PredictionOptions,
      starter: string | null,
      signal: AbortSignal,
    ): Promise<boolean> {
      const predicted = await giveWay(signal, (backend, wanted) =>
        predictMissing({ tileId, options, starter, backend, signal: wanted }),
      );
      return predicted ?? false;
    },
    explainCell: explain.explainCell,
    embed: explain.embed,
    /** Takes the place of a session whose worker crashed. The run that it trained is stopped, with a problem. */
    takeOver: (crash: Problem) => stopBrokenRuns(crash),
  };
}

async function openNoted(): Promise<Backend> {
  const backend = await openBackend();
  noteBackend(backend.info);
  return backend;
}

function busy(): Error {
  return problemError({
    tag: "Unexpected",
    subject: "Learning",
    message: "The graphics card is busy with training or prediction.",
    remedy: "Wait until it is done, or stop it.",
  });
}
