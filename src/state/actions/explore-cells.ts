import { proxy } from "comlink";
import type { CellReference } from "../../domain/cell/cell.ts";
import { modelKey } from "../../domain/cell/embedding.ts";
import { problemFrom } from "../../domain/errors.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { showMap } from "../stores/embedding-map.ts";
import { useExploration } from "../stores/exploration-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { reportProblem } from "./report-problem.ts";

/** `modelKey` of the chosen model; "" without one. */
function currentModelKey(): string {
  const { model } = useDataset.getState();
  return model === null ? "" : modelKey(model);
}

/** Selects a cell wherever it is; the panel stays at its tab. */
export function goToCell({ tileId, number }: CellReference): void {
  if (useDataset.getState().tiles[tileId] === undefined) return;
  useSelection.setState({ tileId, cell: number, others: [], hovered: null });
}

/** Asks how many cells have features; a newer answer is never replaced by an older one. */
let asked = 0;
export async function refreshCoverage(): Promise<void> {
  asked += 1;
  const mine = asked;
  try {
    const coverage = await services().explorer.countEmbedded();
    if (mine === asked) useExploration.setState({ coverage });
  } catch (error) {
    if (mine === asked) useExploration.setState({ problem: problemFrom(error, "The features of the cells") });
  }
}

/** Computes the features that are missing. Returns whether all cells have some now. */
export async function computeFeatures(): Promise<boolean> {
  if (useExploration.getState().embedding !== null || useLearning.getState().phase !== "idle") return false;
  const startedAt = Date.now();
  useExploration.setState({ embedding: { done: 0, of: 0, startedAt }, note: null, problem: null });
  announce("Features of the cells are being computed.");
  let all = false;
  try {
    all = await services().learning.embed(
      proxy((done: number, of: number) => useExploration.setState({ embedding: { done, of, startedAt } })),
    );
    const needed = useLearning.getState().phase !== "idle";
    useExploration.setState({
      note: all
        ? null
        : `${needed ? "The graphics card was needed for training or prediction" : "Stopped"}: what was computed is kept.`,
    });
    announce(all ? "All cells have features." : "Computing features has stopped.");
  } catch (error) {
    useExploration.setState({ problem: reportProblem(error, "The features of the cells") });
  } finally {
    useExploration.setState({ embedding: null });
  }
  await refreshCoverage();
  return all;
}

export async function stopFeatures(): Promise<void> {
  await services()
    .learning.stopEmbedding()
    .catch((error: unknown) => reportProblem(error, "The features of the cells"));
}

/** Lays out the map, after computing the features that are missing. */
export async function drawMap(): Promise<void> {
  const { mapping, coverage } = useExploration.getState();
  if (mapping !== null) return;
  useExploration.setState({ note: null, problem: null });
  const complete = coverage !== null && coverage.embedded >= coverage.cells;
  if (!complete && !(await computeFeatures())) return;
  const model = currentModelKey();
  useExploration.setState({ mapping: { stage: "read", share: 0 } });
  try {
    const map = await services().explorer.layOutMap((progress) => {
      if (useExploration.getState().mapping !== null) useExploration.setState({ mapping: progress });
    });
    showMap(map, model);
    announce(map === null ? "There are no cells to lay out." : `The map shows ${map.numbers.length} cells.`);
  } catch (error) {
    useExploration.setState({ problem: reportProblem(error, "The map of cells") });
  } finally {
    useExploration.setState({ mapping: null });
  }
}

/** Ends the map under way; one drawn before stays. */
export function cancelMap(): void {
  services().explorer.cancelMap();
}
