import { expose, transfer } from "comlink";
import { carryCauses } from "../src/bridge/carry-causes.ts";
import { acceptSignals } from "../src/bridge/carry-signal.ts";
import type { ImagingApi } from "../src/bridge/contracts.ts";
import { watchWorker } from "../src/pipeline/failures/watch-worker.ts";
import { openPreviewSession } from "../src/pipeline/sessions/preview-session.ts";
import { importTile } from "../src/pipeline/tile/import-tile.ts";

/**
 * Processes one tile at a time, from decoding to stored crops. The page keeps a pool of these workers, and cancels a
 * tile by terminating its worker. One more such worker, outside of the pool, previews the tile in view.
 */
const previews = openPreviewSession();

const api = {
  processTile: importTile,
  previewTile: async (request, signal) => {
    const preview = await previews.preview(request, signal);
    return transfer(preview, [preview.cellMap.labels.buffer, preview.nucleusMap.labels.buffer]);
  },
} satisfies ImagingApi;

acceptSignals();
carryCauses();
expose(watchWorker("imaging", api));
