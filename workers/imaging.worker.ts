import { expose } from "comlink";
import type { ImagingApi } from "../src/bridge/contracts.ts";
import { importTile } from "../src/pipeline/import-tile.ts";

/** One tile at a time, decode to stored crops. The page keeps a pool of these and cancels by terminating one. */
const api = { processTile: importTile } satisfies ImagingApi;

expose(api);
