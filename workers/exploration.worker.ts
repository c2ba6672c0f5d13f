import { expose, transfer } from "comlink";
import type { ExplorationApi } from "../src/bridge/contracts.ts";
import { mapCells } from "../src/pipeline/exploration/map-cells.ts";
import { countEmbedded, findNeighbours, listDisagreements } from "../src/pipeline/exploration/query-cells.ts";

/** Questions about all cells at once; reads only. */
const api = {
  countEmbedded,
  findNeighbours,
  listDisagreements,
  layOutMap: async (onProgress) => {
    const map = await mapCells(onProgress);
    if (map === null) return null;
    const { tileOf, numbers, positions, topClass } = map;
    return transfer(map, [tileOf.buffer, numbers.buffer, positions.buffer, topClass.buffer]);
  },
} satisfies ExplorationApi;

expose(api);
