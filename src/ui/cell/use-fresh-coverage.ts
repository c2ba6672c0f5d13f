import { useEffect } from "react";
import { modelKey } from "../../domain/cell/embedding.ts";
import { refreshCoverage } from "../../state/actions/explore-cells.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";

/** While someone looks: how many cells have features, asked again whenever the model or the cells have changed. */
export function useFreshCoverage(looked = true): void {
  const model = useDataset((state) => (state.model === null ? null : modelKey(state.model)));
  const cells = useDataset((state) => countTiles(state.tiles).cells);
  const idle = useLearning((state) => state.phase === "idle");
  // biome-ignore lint/correctness/useExhaustiveDependencies: other cells have to be counted anew
  useEffect(() => {
    if (looked && model !== null && idle) void refreshCoverage();
  }, [looked, model, cells, idle]);
}
