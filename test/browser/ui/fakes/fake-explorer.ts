import type { LearningApi } from "../../../../src/bridge/contracts.ts";
import type { Explorer } from "../../../../src/bridge/explorer.ts";
import { throwIfCancelled } from "../../../../src/domain/cancel.ts";
import type { Disagreement, EmbeddingMap } from "../../../../src/domain/cell/exploration.ts";
import type { Picture } from "../../../../src/domain/tile/picture.ts";
import type { TileId } from "../../../../src/domain/tile/tile.ts";
import type { FakeWork } from "./fake-pace.ts";

interface FakeExplorer {
  readonly explorer: Explorer;
  /** The part of the learning worker. */
  readonly learning: Pick<LearningApi, "explainCell" | "embed">;
}

/**
 * Answers of the workers about the cells of all tiles. On the map, the cells of a tile lie on a curve, cell 1
 * leftmost.
 */
export function fakeExplorer(
  tiles: () => readonly TileId[],
  cellsOf: number,
  pause: (work: FakeWork, signal?: AbortSignal) => Promise<void>,
  calls: string[],
  embedded: boolean,
): FakeExplorer {
  let features = embedded;

  const heat = (): Picture => {
    const size = 224;
    const rgba = new Uint8ClampedArray(size * size * 4);
    for (let at = 0; at < size * size; at += 1) rgba.set([250, 150, 25, at % size], at * 4);
    return { width: size, height: size, rgba };
  };

  function map(): EmbeddingMap {
    const ids = tiles();
    const count = ids.length * cellsOf;
    return {
      tiles: ids,
      tileOf: Uint32Array.from({ length: count }, (_, point) => Math.floor(point / cellsOf)),
      numbers: Uint32Array.from({ length: count }, (_, point) => (point % cellsOf) + 1),
      positions: Float32Array.from({ length: 2 * count }, (_, at) => {
        const point = at >> 1;
        const share = (point % cellsOf) / cellsOf;
        return at % 2 === 0 ? share : 0.5 + 0.4 * Math.sin(7 * share + Math.floor(point / cellsOf));
      }),
      topClass: Int16Array.from({ length: count }, (_, point) => [0, 16, 13][point % 3] ?? 0),
      of: count,
    };
  }

  const disagreements = (): Disagreement[] =>
    tiles().flatMap((tileId) =>
      Array.from({ length: 12 }, (_, index): Disagreement => {
        const missing = index === 11;
        const probability = missing ? 0.2 : 0.99 - 0.04 * index;
        const score = missing ? 0.8 : probability;
        return {
          tileId,
          number: index + 1,
          kind: missing ? "missing" : "unexpected",
          classIndex: 7 + (index % 2),
          probability,
          score,
        };
      }),
    );

  return {
    explorer: {
      countEmbedded: async () => {
        const cells = tiles().length * cellsOf;
        return { cells, embedded: features ? cells : 0 };
      },
      findNeighbours: async ({ tileId, number }, count) => {
        calls.push(`findNeighbours ${tileId} ${number}`);
        if (!features) return null;
        const others = tiles().flatMap((id) =>
          Array.from({ length: cellsOf }, (_, at) => ({ tileId: id, number: at + 1 })),
        );
        const rest = others.filter((other) => other.tileId !== tileId || other.number !== number);
        return {
          neighbours: rest.slice(0, count).map((cell, at) => ({
            ...cell,
            similarity: 0.98 - 0.03 * at,
            top: { classIndex: 16, probability: 0.8 },
          })),
          compared: rest.length,
          cells: rest.length,
        };
      },
      listDisagreements: async (classIndex) => {
        calls.push(`listDisagreements ${classIndex}`);
        const entries = disagreements()
          .filter((entry) => classIndex === null || entry.classIndex === classIndex)
          .sort((a, b) => b.score - a.score);
        return { entries, of: entries.length, tiles: tiles().length, outdated: 0 };
      },
      layOutMap: async (onProgress, signal) => {
        calls.push("layOutMap");
        onProgress({ stage: "compare", share: 0.5 });
        await pause("map", signal);
        throwIfCancelled(signal);
        return features ? map() : null;
      },
    },
    learning: {
      explainCell: async ({ tileId, number }, classIndex) => {
        calls.push(`explainCell ${tileId} ${number} ${classIndex}`);
        await pause("explain");
        return { heat: heat(), peak: classIndex === 18 ? 0 : 2.5 };
      },
      embed: async (onProgress, signal) => {
        calls.push("embed");
        const all = tiles().length;
        for (let done = 0; done < all; done += 1) {
          onProgress(done, all);
          await pause("embed", signal);
          if (signal.aborted) calls.push("cancelled embed");
          throwIfCancelled(signal);
        }
        features = true;
        return true;
      },
    },
  };
}
