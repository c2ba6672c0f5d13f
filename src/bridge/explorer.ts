import { proxy } from "comlink";
import type { EmbeddingMap, MapProgress } from "../domain/cell/exploration.ts";
import type { ExplorationApi } from "./contracts.ts";
import { endWhenCancelled } from "./end-when-cancelled.ts";
import { keepWorker } from "./keep-worker.ts";
import { spawnExplorationWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/** Answers questions about all cells; see `ExplorationApi`. It starts its workers when they are first needed. */
export interface Explorer extends Omit<ExplorationApi, "layOutMap"> {
  /**
   * Lays out a map in its own worker. The worker ends with the work, which frees its memory. A cancelled layout ends
   * at once.
   *
   * @throws Cancelled
   */
  readonly layOutMap: (
    onProgress: (progress: MapProgress) => void,
    signal: AbortSignal,
  ) => Promise<EmbeddingMap | null>;
}

const names: Readonly<Record<keyof ExplorationApi, string>> = {
  countEmbedded: "Counting features",
  findNeighbours: "Looking for like cells",
  listDisagreements: "Listing cells to review",
  layOutMap: "The map of cells",
};

export function createExplorer(spawn: () => WorkerClient<ExplorationApi> = spawnExplorationWorker): Explorer {
  const { api } = keepWorker<ExplorationApi>({ spawn, names });
  return {
    countEmbedded: api.countEmbedded,
    findNeighbours: api.findNeighbours,
    listDisagreements: api.listDisagreements,
    layOutMap: (onProgress, signal) => {
      const mine = spawn();
      return endWhenCancelled(mine, signal, () => mine.api.layOutMap(proxy(onProgress), signal)).finally(
        mine.terminate,
      );
    },
  };
}
