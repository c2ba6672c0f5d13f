import { type CropSource, defaultCropOptions, tilePictureNumber } from "../../src/domain/tile/crop-options.ts";
import { tileId } from "../../src/domain/tile/tile.ts";
import { cropCell } from "../../src/imaging/crop-cell.ts";
import { cropTile } from "../../src/imaging/crop-tile.ts";
import type { SampleTile } from "../../src/sample/generate-tile.ts";
import { type SampleDatasetOptions, sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { seededRandom } from "../../src/sample/seeded-random.ts";
import { measureCells } from "../../src/segmentation/measure/measure-cells.ts";
import type { JudgedCell } from "./judge-model.ts";

/** The sample tiles' classes: patterns of the nucleus, and of cytoplasm, threads and borders. */
const nuclear = [0, 1, 2, 4] as const;
const others = [7, 8, 9, 10, 13, 14, 15, 17] as const;

/** Other tiles like the page's sample tiles, with another seed and other combinations of classes. */
export function starterDataset(seed: number, tiles: number): SampleDatasetOptions {
  const random = seededRandom(seed, 6007);
  const labelSets = Array.from({ length: tiles }, (_, index) => {
    const first = others[index % others.length]!;
    let second = first;
    while (second === first) second = others[Math.floor(random() * others.length)]!;
    const inNucleus = nuclear[Math.floor(index / others.length + index) % nuclear.length]!;
    return [inNucleus, first, second].sort((a, b) => a - b);
  });
  return { ...sampleDatasetOptions, seed, tiles, labelSets };
}

/** Cuts cells out as the page does (224 px, neighbours kept), but by the generator's outlines. */
export function cutStarterCells(tiles: Iterable<SampleTile>, prefix: string) {
  const cells: JudgedCell[] = [];
  const crops = new Map<string, Uint8Array>();
  const { size } = defaultCropOptions;
  for (const tile of tiles) {
    const id = tileId(`${prefix}-${tile.name}`);
    crops.set(`${id} ${tilePictureNumber}`, cropTile(tile.pixels, size));
    for (const cell of measureCells(id, tile.pixels, tile.cells, tile.nuclei)) {
      cells.push({
        tileId: id,
        number: cell.number,
        truth: tile.cellLabels[cell.number - 1] ?? [],
        touchesBorder: cell.touchesBorder,
      });
      crops.set(`${id} ${cell.number}`, cropCell(tile.pixels, tile.cells, cell, defaultCropOptions));
    }
  }
  const source: CropSource = {
    size,
    read: async (id, numbers) => {
      const read = new Uint8Array(numbers.length * size * size * 4);
      for (const [index, number] of numbers.entries()) {
        read.set(crops.get(`${id} ${number}`)!, index * size * size * 4);
      }
      return read;
    },
  };
  return { cells, crops: source };
}
