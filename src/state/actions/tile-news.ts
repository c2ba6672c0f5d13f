/**
 * Gathers the news of tiles in the imaging pool for a moment before the stores take them. Each change of the table of
 * tiles takes time in proportion to the number of tiles. Dozens of news come each second, and cancelling ends all tiles
 * at once. If the stores took each news alone, the twenty thousand tiles of a full data set would keep the page busy
 * for minutes.
 */

import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { ProcessingStage } from "../../domain/tile/process-tile-request.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { announce } from "../stores/announce.ts";
import { batchEnded, batchStaged } from "../stores/batch.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { selectCell, useSelection } from "../stores/selection-store.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { putTiles } from "../stores/tile-table.ts";
import { forgetView } from "../stores/tile-views.ts";
import { useWork } from "../stores/work-store.ts";

/** Time that news wait for other news, in ms. */
const gatherTime = 80;

interface News {
  readonly staged: Map<TileId, ProcessingStage>;
  readonly ended: Set<TileId>;
  readonly records: TileRecord[];
  /** Resolves when the stores have taken the news. */
  readonly taken: Promise<void>;
}

let gathered: News | null = null;

function gather(): News {
  if (gathered !== null) return gathered;
  const taken = new Promise<void>((resolve) => {
    setTimeout(() => {
      takeNews();
      resolve();
    }, gatherTime);
  });
  gathered = { staged: new Map(), ended: new Set(), records: [], taken };
  return gathered;
}

/** Gives the gathered news to the stores now. */
export function takeNews(): void {
  if (gathered === null) return;
  const { staged, ended, records } = gathered;
  gathered = null;
  // Records of tiles that were removed meanwhile are left out, so that the tiles do not come back.
  takeRecords(records.filter(({ id }) => useDataset.getState().tiles[id] !== undefined));
  const running = useWork.getState().batch !== null;
  useWork.setState((state) => batchEnded(batchStaged(state, staged), ended));
  if (running && useWork.getState().batch === null) {
    const kept = Object.values(useDataset.getState().tiles).reduce((sum, tile) => sum + tile.correctedCells, 0);
    announce(kept === 0 ? "All tiles are segmented." : `All tiles are segmented; ${kept} corrected cells were kept.`);
    void refreshStorageReport();
  }
}

function takeRecords(records: readonly TileRecord[]): void {
  if (records.length === 0) return;
  useDataset.setState((state) => putTiles(state, records));
  const ready = records.filter(({ status }) => status === "ready");
  if (ready.length === 0) return;
  for (const { id } of ready) forgetView(id);
  useLearning.setState({ predictionStale: true });
  const { tileId } = useSelection.getState();
  if (tileId === null) useSelection.setState({ tileId: ready[0]?.id ?? null, cell: null, others: [] });
  // The tile in view has new cells with new numbers.
  else if (ready.some(({ id }) => id === tileId)) selectCell(null);
}

export function tellStage(tileId: TileId, stage: ProcessingStage): void {
  gather().staged.set(tileId, stage);
}

/**
 * Says that a tile left the pool. `record` is its new record, or null when the tile was cancelled or the pool rejected.
 * Resolves when the stores have taken the news.
 */
export function tellEnd(tileId: TileId, record: TileRecord | null): Promise<void> {
  const news = gather();
  news.ended.add(tileId);
  if (record !== null) news.records.push(record);
  return news.taken;
}
