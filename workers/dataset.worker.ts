import { expose, transfer } from "comlink";
import { carryCauses } from "../src/bridge/carry-causes.ts";
import { acceptSignals } from "../src/bridge/carry-signal.ts";
import type { DatasetWorkerApi } from "../src/bridge/contracts.ts";
import { loadView, viewBuffers } from "../src/pipeline/dataset/load-view.ts";
import { watchWorker } from "../src/pipeline/failures/watch-worker.ts";
import { openDatasetSession } from "../src/pipeline/sessions/dataset-session.ts";

/** The worker of records, exports and views. A page has one of these. */
const session = openDatasetSession();

const api = {
  ...session,
  loadView: async (tileId) => {
    const view = await loadView(tileId);
    return transfer(view, viewBuffers(view));
  },
  drawThumbnail: async (tileId) => {
    const picture = await session.drawThumbnail(tileId);
    return transfer(picture, [picture.rgba.buffer]);
  },
  drawCrop: async (tileId, number, displays) => {
    const picture = await session.drawCrop(tileId, number, displays);
    return transfer(picture, [picture.rgba.buffer]);
  },
} satisfies DatasetWorkerApi;

acceptSignals();
carryCauses();
expose(watchWorker("dataset", api));
