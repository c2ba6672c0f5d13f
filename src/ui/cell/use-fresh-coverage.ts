import { useEffect } from "react";
import { modelKey } from "../../domain/cell/embedding.ts";
import { refreshCoverage } from "../../state/actions/explore-cells.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";

/** Counts the cells with features while `looked` is true, and again when the model or the cells have changed. */
export function useFreshCoverage(looked = true): void {
  const model = useDataset((state) => (state.model === null ? null : modelKey(state.model)));
  const cells = useDataset((state) => countTiles(state.tiles).cells);
  const idle = useLearning((state) => state.phase === "idle");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the cells needs a new count
  useEffect(() => {
    if (looked && model !== null && idle) void refreshCoverage();
  }, [looked, model, cells, idle]);
}
