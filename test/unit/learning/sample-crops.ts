import type { CropSource } from "../../../src/domain/tile/crop-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { randomStream } from "../../../src/learning/random.ts";

/** Brightness of green for each of four patterns. The arguments are relative to the centre of the crop. */
const patterns: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (Math.hypot(x, y) < 0.4 ? 1 : 0),
  (x, y) => (Math.abs(Math.hypot(x, y) - 0.7) < 0.15 ? 1 : 0),
  (x) => (Math.floor((x + 1) * 2) % 2 === 0 ? 1 : 0),
  () => 0,
];

/** Classes of the generated crops. */
export const sampleClasses = { names: ["Disc", "Ring", "Stripes", "Negative"], negative: 3 };

/** A noisy crop of one pattern, `[size, size, 4]`. */
function drawCrop(size: number, label: number, seed: number): Uint8Array {
  const random = randomStream(seed, "sample");
  const crop = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const u = (2 * (x + 0.5)) / size - 1;
      const v = (2 * (y + 0.5)) / size - 1;
      const green = (patterns[label]?.(u, v) ?? 0) * 150;
      const at = (y * size + x) * 4;
      for (const [channel, value] of [90, green, Math.hypot(u, v) < 0.5 ? 160 : 20, 70].entries()) {
        crop[at + channel] = Math.min(255, Math.round(value + random() * 40));
      }
    }
  }
  return crop;
}

export interface SampleCells {
  readonly cells: { tileId: ReturnType<typeof tileId>; number: number; labels: number[]; touchesBorder: boolean }[];
  readonly crops: CropSource;
  /** Number of crops that were read so far. */
  readonly reads: () => number;
}

/** Tiles whose cells show the one label of their tile. Tile t has label t mod 4. */
export function sampleCells(tiles: number, cellsPerTile: number, size: number): SampleCells {
  let reads = 0;
  const cells = Array.from({ length: tiles * cellsPerTile }, (_, index) => {
    const tile = Math.floor(index / cellsPerTile);
    const number = (index % cellsPerTile) + 1;
    return { tileId: tileId(`tile-${tile}`), number, labels: [tile % 4], touchesBorder: number === 1 };
  });
  return {
    cells,
    reads: () => reads,
    crops: {
      size,
      read: async (tile, numbers) => {
        reads += numbers.length;
        const index = Number(tile.split("-")[1]);
        const crops = numbers.map((number) => drawCrop(size, index % 4, index * 1000 + number));
        return Uint8Array.from(crops.flatMap((crop) => [...crop]));
      },
    },
  };
}
