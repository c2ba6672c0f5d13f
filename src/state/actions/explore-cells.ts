import { proxy } from "comlink";
import type { CellReference } from "../../domain/cell/cell.ts";
import { modelKey } from "../../domain/cell/embedding.ts";
import type { MapProgress } from "../../domain/cell/exploration.ts";
import { hasTag } from "../../domain/errors.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { showMap } from "../stores/embedding-map.ts";
import { useExploration } from "../stores/exploration-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { openLatest } from "../stores/open-latest.ts";
import { openTask } from "../stores/open-task.ts";
import { recordFailure } from "../stores/page-failures.ts";
import { useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { reportProblem } from "./report-problem.ts";

/** Returns `modelKey` of the chosen model, or "" when there is none. */
function currentModelKey(): string {
  const { model } = useDataset.getState();
  return model === null ? "" : modelKey(model);
}

/** Selects a cell of any tile. The panel stays at its tab. */
export function goToCell({ tileId, number }: CellReference): void {
  if (useDataset.getState().tiles[tileId] === undefined) return;
  useSelection.setState({ tileId, cell: number, others: [], hovered: null });
}

const counting = openLatest("The count of features");

/** Asks how many cells have features. An older answer never replaces a newer one. */
export async function refreshCoverage(): Promise<void> {
  const signal = counting.next();
  try {
    const coverage = await services().explorer.countEmbedded(signal);
    if (!signal.aborted) useExploration.setState({ coverage });
  } catch (error) {
    if (!signal.aborted) useExploration.setState({ problem: recordFailure(error, "The features of the cells") });
  }
}

const features = openTask("The features of the cells");

/** Computes the missing features. Returns whether all cells have features now. */
export async function computeFeatures(): Promise<boolean> {
  if (useExploration.getState().embedding !== null || useLearning.getState().phase !== "idle") return false;
  const startedAt = Date.now();
  useExploration.setState({ embedding: { done: 0, of: 0, startedAt }, note: null, problem: null });
  announce("Features of the cells are being computed.");
  let all = false;
  try {
    const tell = (done: number, of: number) => useExploration.setState({ embedding: { done, of, startedAt } });
    all = await features.run((signal) => services().learning.embed(proxy(tell), signal));
    if (all) announce("All cells have features.");
    else tellStopped("The graphics card was needed for training or prediction");
  } catch (error) {
    if (hasTag(error, "Cancelled")) tellStopped("Stopped");
    else useExploration.setState({ problem: reportProblem(error, "The features of the cells") });
  } finally {
    useExploration.setState({ embedding: null });
  }
  await refreshCoverage();
  return all;
}

function tellStopped(why: string): void {
  useExploration.setState({ note: `${why}: what was computed is kept.` });
  announce("Computing features has stopped.");
}

/** Cancels `computeFeatures`. The features that were computed are kept. */
export function stopFeatures(): Promise<void> {
  return features.cancel();
}

const mapTask = openTask("The map of cells");

/** Computes the missing features, then lays out the map. */
export async function drawMap(): Promise<void> {
  const { mapping, coverage } = useExploration.getState();
  if (mapping !== null) return;
  useExploration.setState({ note: null, problem: null });
  const complete = coverage !== null && coverage.embedded >= coverage.cells;
  if (!complete && !(await computeFeatures())) return;
  const model = currentModelKey();
  useExploration.setState({ mapping: { stage: "read", share: 0 } });
  try {
    const tell = (progress: MapProgress) => {
      if (useExploration.getState().mapping !== null) useExploration.setState({ mapping: progress });
    };
    const map = await mapTask.run((signal) => services().explorer.layOutMap(tell, signal));
    showMap(map, model);
    announce(map === null ? "There are no cells to lay out." : `The map shows ${map.numbers.length} cells.`);
  } catch (error) {
    useExploration.setState({ problem: reportProblem(error, "The map of cells") });
  } finally {
    useExploration.setState({ mapping: null });
  }
}

/** Cancels the map under way. An earlier map stays on the page. */
export function cancelMap(): void {
  void mapTask.cancel();
}
