import { type CropSource, defaultCropOptions, tilePictureNumber } from "../../src/domain/tile/crop-options.ts";
import { tileId } from "../../src/domain/tile/tile.ts";
import { cropCell } from "../../src/imaging/crop-cell.ts";
import { cropTile } from "../../src/imaging/crop-tile.ts";
import { withPlaces } from "../../src/pipeline/tile/cell-places.ts";
import type { LabelledCell } from "../../src/pipeline/training/training-data.ts";
import { generateTile } from "../../src/sample/generate-tile.ts";
import { proteinPatterns } from "../../src/sample/protein-patterns.ts";
import { seededRandom } from "../../src/sample/seeded-random.ts";
import { measureCells } from "../../src/segmentation/measure/measure-cells.ts";

/** Options of tiles from the sample generator, whose true outlines and labels are known. */
export interface DataOptions {
  readonly trainingTiles: number;
  readonly testTiles: number;
  /** Side of a tile, px. */
  readonly side: number;
  /** px. */
  readonly nucleusDiameter: number;
  /** Most labels of a tile. Half of the tiles have one label, and the more labels, the fewer tiles, as in HPA. */
  readonly mostLabels: number;
  /** Side of a crop, px. */
  readonly cropSize: number;
}

/** Cells at a quarter of HPA's resolution, about 24 per tile, so that a network can train on the processor. */
export const tableData: DataOptions = {
  trainingTiles: 80,
  testTiles: 100,
  side: 512,
  nucleusDiameter: 42,
  mostLabels: 5,
  cropSize: 32,
};

/** A cell with its tile's labels (`labels`), its own classes, and its position. */
export interface KnownCell extends LabelledCell {
  /** The classes that the cell really shows, ascending. `[Negative]` if it shows none. */
  readonly truth: readonly number[];
  readonly touchesBorder: boolean;
  /** The common centre of its nucleus and its outline, px. */
  readonly centroid: { readonly x: number; readonly y: number };
  /** Measured features: mean sample of red, green, blue and yellow, 0..255. */
  readonly means: readonly number[];
  /** More features: 95th percentiles, separate means of nucleus and cytoplasm, and shape. */
  readonly measured: readonly number[];
}

export interface ExperimentData {
  readonly training: readonly KnownCell[];
  readonly test: readonly KnownCell[];
  readonly crops: CropSource;
}

const channels = ["red", "green", "blue", "yellow"] as const;

type MeasuredCell = ReturnType<typeof measureCells>[number];

function measuredOf({ area, nucleusArea, measurements }: MeasuredCell): number[] {
  const shape = measurements?.cell;
  const intensities = channels.flatMap((channel) => {
    const all = measurements?.intensity[channel];
    const cytoplasm = all?.cytoplasm?.integrated ?? 0;
    return [
      all?.cell.p95 ?? 0,
      all?.nucleus?.p95 ?? 0,
      all?.cytoplasm?.p95 ?? 0,
      (all?.nucleus?.integrated ?? 0) / Math.max(1, nucleusArea),
      cytoplasm / Math.max(1, area - nucleusArea),
    ];
  });
  return [...intensities, area, nucleusArea, shape?.eccentricity ?? 0, shape?.solidity ?? 0];
}

/** Draws the labels of tile `index`. The first label goes through all classes in turn, and the others are random. */
function labelsOf(index: number, mostLabels: number, random: () => number): number[] {
  const classes = [...proteinPatterns.keys()];
  const labels = new Set([classes[index % classes.length]!]);
  const wanted = 1 + Math.floor(random() * random() * mostLabels);
  while (labels.size < wanted) labels.add(classes[Math.floor(random() * classes.length)]!);
  return [...labels].sort((a, b) => a - b);
}

/** Makes the tiles of one seed and cuts their cells out. Each seed has other tiles. Takes about 0.25 s per tile. */
export function makeExperimentData(options: DataOptions, seed: number): ExperimentData {
  const { trainingTiles, testTiles, side, nucleusDiameter, mostLabels, cropSize } = options;
  const crops = new Map<string, Uint8Array[]>();
  const pictures = new Map<string, Uint8Array>();
  const cropOptions = { ...defaultCropOptions, size: cropSize };
  const cells = Array.from({ length: trainingTiles + testTiles }, (_, index) => {
    const random = seededRandom(4021, seed, index);
    const tile = generateTile({
      name: `tile-${seed}-${String(index).padStart(4, "0")}`,
      seed: Math.floor(random() * 2 ** 32),
      width: side,
      height: side,
      bitDepth: 8,
      nucleusDiameter,
      density: 0.5 + 0.3 * random(),
      classes: labelsOf(index, mostLabels, random),
    });
    const id = tileId(tile.name);
    const measured = measureCells(id, tile.pixels, tile.cells, tile.nuclei);
    crops.set(
      id,
      measured.map((cell) => cropCell(tile.pixels, tile.cells, cell, cropOptions)),
    );
    pictures.set(id, cropTile(tile.pixels, cropSize));
    return withPlaces(measured, tile.pixels).map((cell, row): KnownCell & { readonly row: number } => ({
      tileId: id,
      number: cell.number,
      labels: tile.weakLabel,
      truth: tile.cellLabels[cell.number - 1] ?? [],
      touchesBorder: cell.touchesBorder,
      centroid: cell.centroid,
      means: channels.map((channel) => cell.meanIntensity[channel] ?? 0),
      measured: measuredOf(cell),
      ...(cell.place === null ? {} : { place: cell.place }),
      row,
    }));
  });
  const places = new Map(cells.flat().map(({ tileId: id, number, row }) => [`${id} ${number}`, crops.get(id)![row]!]));
  const bytes = cropSize * cropSize * 4;
  return {
    training: cells.slice(0, trainingTiles).flat(),
    test: cells.slice(trainingTiles).flat(),
    crops: {
      size: cropSize,
      read: async (id, numbers) => {
        const read = new Uint8Array(numbers.length * bytes);
        for (const [index, number] of numbers.entries()) {
          const crop = number === tilePictureNumber ? pictures.get(id) : places.get(`${id} ${number}`);
          read.set(crop as Uint8Array, index * bytes);
        }
        return read;
      },
    },
  };
}
