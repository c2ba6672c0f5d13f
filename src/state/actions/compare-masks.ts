import { cancelled } from "../../domain/cancel.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { putTiles } from "../stores/tile-table.ts";
import { reportProblem } from "./report-problem.ts";

/** Whether a tile has both cells and a mask that are not compared yet. */
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

/** Time without a further correction before a tile is compared again, in ms. */
const restTime = 800;

/** Records whose comparison was tried. A record that changes is a new object, which is tried again. */
const tried = new WeakSet<TileRecord>();
/** The comparison under way. It is aborted when there is a newer record of its tile. */
let underWay: { readonly record: TileRecord; readonly controller: AbortController } | null = null;
let comparing = false;

/** Compares one tile after the other until none is left. Tiles that come meanwhile are compared too. */
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
      // While the user makes one correction after the other, a comparison would delay the corrections.
      if (waiting.correctedCells > 0) await new Promise((resolve) => setTimeout(resolve, restTime));
      if (useDataset.getState().tiles[waiting.id] !== waiting) continue;
      const controller = new AbortController();
      underWay = { record: waiting, controller };
      try {
        const record = await services().dataset.compareMask(waiting.id, controller.signal);
        // The tile changed meanwhile: the figures describe cells that are gone. The new record is compared next.
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
 * Watches the tiles. It compares the cells of a tile with its mask as soon as both are there, and again whenever a
 * record says that the figures are out of date. Called once, before the data set is restored.
 *
 * @returns A function that ends the watch.
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
