import { type ProxyMarked, proxy } from "comlink";
import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { learningTask } from "../stores/learning-task.ts";
import { services } from "../stores/services.ts";
import { refreshPredictions } from "../stores/tile-views.ts";
import { reportProblem } from "./report-problem.ts";

type OnProgress = ((done: number, of: number, secondsLeft: number) => void) & ProxyMarked;

/** Predicts every cell with the chosen model. */
export function predictCells(): Promise<void> {
  return predictWith(useDataset.getState().model?.id ?? null, (options, onProgress, signal) =>
    services().learning.predict(options, onProgress, signal),
  );
}

/**
 * Predicts cells. The tile in view gets the new colours at the end.
 *
 * @param model The id of the model that predicts.
 * @param predict Returns the number of tiles that it has predicted, also when it was cancelled.
 */
export async function predictWith(
  model: string | null,
  predict: (options: PredictionOptions, onProgress: OnProgress, signal: AbortSignal) => Promise<number>,
): Promise<void> {
  if (useLearning.getState().phase !== "idle") return;
  useLearning.setState({ phase: "predicting", problem: null, prediction: { done: 0, of: 0, secondsLeft: 0 } });
  announce("Prediction starts.");
  try {
    const tell = (done: number, of: number, secondsLeft: number) =>
      useLearning.setState({ prediction: { done, of, secondsLeft } });
    const { predictionOptions } = useLearning.getState();
    const tiles = await learningTask.run((signal) => predict(predictionOptions, proxy(tell), signal));
    // After a stop only the tiles that are done have new probabilities.
    const stopped = useLearning.getState().phase === "stopping-prediction";
    if (tiles > 0) {
      useLearning.setState({ predictedBy: model, predictionStale: stopped });
    }
    await refreshPredictions();
    announce(stopped ? "Prediction has stopped." : `Cells of ${tiles} tiles have probabilities.`);
  } catch (error) {
    useLearning.setState({ problem: reportProblem(error, "Prediction") });
  } finally {
    useLearning.setState({ phase: "idle", prediction: null });
  }
}

export async function stopPrediction(): Promise<void> {
  if (useLearning.getState().phase !== "predicting") return;
  useLearning.setState({ phase: "stopping-prediction" });
  await learningTask.cancel();
}
