import { expose, transfer } from "comlink";
import { carryCauses } from "../src/bridge/carry-causes.ts";
import { acceptSignals } from "../src/bridge/carry-signal.ts";
import type { ExplorationApi } from "../src/bridge/contracts.ts";
import { mapCells } from "../src/pipeline/exploration/map-cells.ts";
import { countEmbedded, findNeighbours, listDisagreements } from "../src/pipeline/exploration/query-cells.ts";
import { watchWorker } from "../src/pipeline/failures/watch-worker.ts";

/** Answers questions about all cells at once. It only reads. */
const api = {
  countEmbedded,
  findNeighbours,
  listDisagreements,
  layOutMap: async (onProgress, signal) => {
    const map = await mapCells(onProgress, signal);
    if (map === null) return null;
    const { tileOf, numbers, positions, topClass } = map;
    return transfer(map, [tileOf.buffer, numbers.buffer, positions.buffer, topClass.buffer]);
  },
} satisfies ExplorationApi;

acceptSignals();
carryCauses();
expose(watchWorker("exploration", api));
