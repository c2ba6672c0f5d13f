import { proxy } from "comlink";
import type { EmbeddingMap, MapProgress } from "../domain/cell/exploration.ts";
import type { ExplorationApi } from "./contracts.ts";
import { spawnExplorationWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/** Questions about all cells; see `ExplorationApi`. Its workers are started when first needed. */
export interface Explorer extends Omit<ExplorationApi, "layOutMap"> {
  /**
   * Lays out a map in a worker of its own, which takes its memory with it at the end. One at a time: a newer request ends the one before.
   * Rejects with `Cancelled` when it was ended.
   */
  readonly layOutMap: (onProgress: (progress: MapProgress) => void) => Promise<EmbeddingMap | null>;
  /** Ends the map under way. */
  readonly cancelMap: () => void;
}

export function createExplorer(spawn: () => WorkerClient<ExplorationApi> = spawnExplorationWorker): Explorer {
  let asked: WorkerClient<ExplorationApi> | null = null;
  let mapping: WorkerClient<ExplorationApi> | null = null;

  function ask(): ExplorationApi {
    if (asked === null || asked.ended()) asked = spawn();
    return asked.api;
  }

  function cancelMap(): void {
    mapping?.terminate();
    mapping = null;
  }

  return {
    countEmbedded: () => ask().countEmbedded(),
    findNeighbours: (cell, count) => ask().findNeighbours(cell, count),
    listDisagreements: (classIndex) => ask().listDisagreements(classIndex),
    async layOutMap(onProgress) {
      cancelMap();
      const mine = spawn();
      mapping = mine;
      try {
        return await mine.api.layOutMap(proxy(onProgress));
      } finally {
        mine.terminate();
        if (mapping === mine) mapping = null;
      }
    },
    cancelMap,
  };
}
