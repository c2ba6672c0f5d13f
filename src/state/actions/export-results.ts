import { proxy } from "comlink";
import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { announce } from "../stores/announce.ts";
import { useLearning } from "../stores/learning-store.ts";
import { services } from "../stores/services.ts";
import type { TileCounts } from "../stores/tile-table.ts";
import { useWork } from "../stores/work-store.ts";
import { reportProblem } from "./report-problem.ts";

/** Why an export is not possible now, as a hint for the user; null when it is. */
export function exportObstacle(
  kind: ExportKind,
  counts: TileCounts,
  has: {
    readonly predictions: boolean;
    readonly stale: boolean;
    readonly model: boolean;
    /** Not known to be missing: whether every cell has features of the chosen model. */
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

/** Makes the file and hands it to `save`, unless it is cancelled meanwhile; a failure is listed as a problem. */
export async function exportResults(kind: ExportKind, save: (exported: ExportedFile) => void): Promise<void> {
  if (useWork.getState().exporting !== null) return;
  const startedAt = Date.now();
  const isWanted = () => useWork.getState().exporting?.startedAt === startedAt;
  useWork.setState({ exporting: { kind, done: 0, of: 0, startedAt } });
  try {
    const exported = await services().dataset.exportFile(
      kind,
      useLearning.getState().predictionOptions,
      proxy((done: number, of: number) => {
        if (isWanted()) useWork.setState({ exporting: { kind, done, of, startedAt } });
      }),
    );
    if (!isWanted()) return;
    save(exported);
    announce(`${exported.name} is ready.`);
  } catch (error) {
    if (isWanted()) reportProblem(error, "The export");
  } finally {
    if (isWanted()) useWork.setState({ exporting: null });
  }
}

/** The file under way is not saved. The worker writes it to the end all the same: it has no way to be told. */
export function cancelExport(): void {
  useWork.setState({ exporting: null });
  announce("The export was cancelled.");
}
