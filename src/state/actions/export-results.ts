import { proxy } from "comlink";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { hasTag } from "../../domain/errors.ts";
import { announce } from "../stores/announce.ts";
import { useLearning } from "../stores/learning-store.ts";
import { openTask } from "../stores/open-task.ts";
import { services } from "../stores/services.ts";
import type { TileCounts } from "../stores/tile-table.ts";
import { useWork } from "../stores/work-store.ts";
import { reportProblem } from "./report-problem.ts";

/** Says why an export is not possible now, as a hint for the user. Returns null when it is possible. */
export function exportObstacle(
  kind: ExportKind,
  counts: TileCounts,
  has: {
    readonly predictions: boolean;
    readonly stale: boolean;
    readonly model: boolean;
    /** False when cells are known to have no features of the chosen model. */
    readonly features: boolean;
    readonly busy: boolean;
  },
): string | null {
  if (has.busy) return "Another export is under way.";
  if (kind === "model" || kind === "onnx") return has.model ? null : "Train a model first.";
  if (counts.ready === 0) return "No tile is segmented yet.";
  if (kind === "embeddings-npy" || kind === "embeddings-csv") {
    if (!has.model) return "Train a model first.";
    return has.features ? null : "Compute the features first, under Explore.";
  }
  if (kind !== "submission") return null;
  if (!has.predictions) return "Train a model and predict first: the table holds probabilities.";
  if (has.stale) return "Cells or the model changed since the last prediction: predict again first.";
  return null;
}

const exporting = openTask("The export");

/** Makes the file and hands it to `save`, unless the export is cancelled. A failure is listed as a problem. */
export async function exportResults(kind: ExportKind, save: (exported: ExportedFile) => void): Promise<void> {
  if (useWork.getState().exporting !== null) return;
  const startedAt = Date.now();
  useWork.setState({ exporting: { kind, done: 0, of: 0, startedAt } });
  try {
    const exported = await exporting.run(async (signal) => {
      const tell = (done: number, of: number) => {
        if (!signal.aborted) useWork.setState({ exporting: { kind, done, of, startedAt } });
      };
      const { predictionOptions } = useLearning.getState();
      const made = await services().dataset.exportFile(kind, predictionOptions, proxy(tell), signal);
      throwIfCancelled(signal);
      return made;
    });
    save(exported);
    announce(`${exported.name} is ready.`);
  } catch (error) {
    // `cancelExport` has taken a cancelled export off the page already. The page may show another one by now.
    if (hasTag(error, "Cancelled")) return;
    reportProblem(error, "The export");
  }
  useWork.setState({ exporting: null });
}

/** Cancels the export under way. Nothing is saved. */
export function cancelExport(): void {
  void exporting.cancel();
  useWork.setState({ exporting: null });
  announce("The export was cancelled.");
}
