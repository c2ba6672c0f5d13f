import { cancelled } from "../../domain/cancel.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { putTiles } from "../stores/tile-table.ts";
import { reportProblem } from "./report-problem.ts";

/** A tile whose cells and mask are both there, and not compared yet. */
function awaitsComparison({ status, mask }: TileRecord): boolean {
  return (
    status === "ready" &&
    mask !== null &&
    mask.cells !== null &&
    mask.leftOut === null &&
    mask.agreement === null &&
    mask.problem === null
  );
}

/** ms without a further correction before a tile is compared again. */
const restTime = 800;

/** Records whose comparison gave nothing: they are asked about again once they change. */
const tried = new WeakSet<TileRecord>();
/** Ends the comparison of a record when there is a newer one. */
let underWay: { readonly record: TileRecord; readonly controller: AbortController } | null = null;
let comparing = false;

/** Compares one tile after the other until none is left; those that come meanwhile are among them. */
async function compareWaiting(): Promise<void> {
  if (comparing) return;
  comparing = true;
  try {
    for (;;) {
      const waiting = Object.values(useDataset.getState().tiles).find(
        (record) => awaitsComparison(record) && !tried.has(record),
      );
      if (waiting === undefined) return;
      tried.add(waiting);
      // One correction follows the other: while they do, the comparison would stand in their way.
      if (waiting.correctedCells > 0) await new Promise((resolve) => setTimeout(resolve, restTime));
      if (useDataset.getState().tiles[waiting.id] !== waiting) continue;
      const controller = new AbortController();
      underWay = { record: waiting, controller };
      try {
        const record = await services().dataset.compareMask(waiting.id, controller.signal);
        // Changed meanwhile: the figures are of cells that are gone, and the new record is asked about next.
        if (record === null || useDataset.getState().tiles[waiting.id] !== waiting) continue;
        tried.add(record);
        useDataset.setState((state) => putTiles(state, [record]));
      } catch (error) {
        reportProblem(error, waiting.id);
      } finally {
        underWay = null;
      }
    }
  } finally {
    comparing = false;
  }
}

/**
 * From now on the cells of every tile are compared with its mask as soon as both are there, and again whenever a record says that
 * the figures are out of date. Called once, before the data set is restored.
 *
 * @returns ends it.
 */
export function watchMasks(): () => void {
  return useDataset.subscribe(({ tiles }, before) => {
    if (tiles === before.tiles) return;
    if (underWay !== null && tiles[underWay.record.id] !== underWay.record) {
      underWay.controller.abort(cancelled("The comparison with a mask"));
    }
    void compareWaiting();
  });
}
