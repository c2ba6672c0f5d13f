import type { CellReference } from "../../domain/cell/cell.ts";
import type { CropSource } from "../../domain/tile/crop-options.ts";
import { reduceCrop } from "./reduce-crop.ts";

/**
 * Memory for the crops of a training run: 128 MB, enough for ten thousand crops of the tiny preset or six hundred of
 * 224 px.
 */
export const trainingCacheBytes = 128 * 2 ** 20;

/** A key that is different for each cell. */
export const cropKey = ({ tileId, number }: CellReference): string => `${tileId}\u0000${number}`;

/** Reads crops at the network's input size. */
export interface CropReader {
  /** Reads crops in the order of `cells`, `[inputSize, inputSize, 4]` each, 0..255. Do not write to them. */
  readonly read: (cells: readonly CellReference[]) => Promise<Uint8Array[]>;
  readonly inputSize: number;
}

/**
 * Reads crops from storage, reduces them to the network's input size and caches them while there is room. A cached crop
 * is never evicted. Every epoch reads every crop once, so evicting the oldest crop would always evict the one that is
 * needed next.
 * @param inputSize side of the network's input in px
 * @param cacheBytes size of the cache. 0 caches nothing, which is right for a single pass.
 */
export function openCropReader(source: CropSource, inputSize: number, cacheBytes: number): CropReader {
  const kept = new Map<string, Uint8Array>();
  const room = Math.floor(cacheBytes / (inputSize * inputSize * 4));

  async function readTile(tileId: string, cells: readonly CellReference[]): Promise<[string, Uint8Array][]> {
    const bytes = source.size * source.size * 4;
    const crops = await source.read(
      tileId,
      cells.map(({ number }) => number),
    );
    return cells.map((cell, index) => {
      const crop = crops.slice(index * bytes, (index + 1) * bytes);
      return [cropKey(cell), reduceCrop(crop, source.size, inputSize)];
    });
  }

  return {
    inputSize,
    read: async (cells) => {
      const found = new Map<string, Uint8Array>();
      const missing = new Map<string, CellReference[]>();
      for (const cell of cells) {
        const crop = kept.get(cropKey(cell));
        if (crop !== undefined) found.set(cropKey(cell), crop);
        else missing.set(cell.tileId, [...(missing.get(cell.tileId) ?? []), cell]);
      }
      const read = await Promise.all([...missing].map(([tileId, wanted]) => readTile(tileId, wanted)));
      for (const [name, crop] of read.flat()) {
        found.set(name, crop);
        if (kept.size < room) kept.set(name, crop);
      }
      return cells.map((cell) => found.get(cropKey(cell))!);
    },
  };
}
