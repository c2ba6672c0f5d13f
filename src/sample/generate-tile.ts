import { hpaClasses, type WeakLabel } from "../domain/localisation/localisation.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { ChannelName, TilePixels } from "../domain/tile/tile.ts";
import { labelBoxes } from "../imaging/label-boxes.ts";
import { openCellWindow } from "./cell-window.ts";
import { drawExposure, exposePlane } from "./expose-plane.ts";
import { drawExpressedClasses } from "./expressed-classes.ts";
import { layoutCells } from "./layout-cells.ts";
import { proteinPatterns } from "./protein-patterns.ts";
import { type Random, seededRandom } from "./seeded-random.ts";
import { drawStaining, paintCell } from "./stain-cell.ts";

/** What a made-up tile shows. */
export interface SampleTileOptions {
  readonly name: string;
  readonly seed: number;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  /** Mean diameter of nuclei, px; HPA's own are about 170 px in a tile of 2048 px. */
  readonly nucleusDiameter: number;
  /** Share of the tile that cells would cover if none overlapped, 0..1.5. */
  readonly density: number;
  /**
   * Classes of the tile, indices in `hpaClasses`. A class without a pattern (Mitotic spindle) is left out of picture and
   * truth; `[Negative]` or no class at all gives cells without protein.
   */
  readonly classes: WeakLabel;
}

/** A tile with its truth. */
export interface SampleTile {
  readonly name: string;
  readonly pixels: TilePixels;
  readonly cells: LabelMap;
  readonly nuclei: LabelMap;
  /** The classes that each cell really shows, ascending: entry 0 is of cell 1. `[Negative]` for a cell without protein. */
  readonly cellLabels: readonly (readonly number[])[];
  /**
   * What an annotator would write for the whole tile: the union of its cells' classes, ascending; Negative only when no
   * cell shows any protein. Empty without cells.
   */
  readonly weakLabel: WeakLabel;
}

/** Photons of a full sample: protein and reticulum stains are dim, hence noisy, DNA is bright. */
const fullPhotons: Record<ChannelName, number> = { red: 220, green: 130, blue: 400, yellow: 110 };

/**
 * Makes up one tile, the same for the same options: cells are laid out, each is painted channel by channel in its own
 * window, and the planes are exposed. About a second for 1024 x 1024.
 */
export function generateTile(options: SampleTileOptions): SampleTile {
  const { seed, width, height, name } = options;
  const { cells, nuclei, placed } = layoutCells(options, seededRandom(seed, 0));
  const cellLabels = drawCellLabels(
    options.classes.filter((classIndex) => proteinPatterns.has(classIndex)),
    placed.length,
    seededRandom(seed, 1),
  );
  const planes: Record<ChannelName, Float32Array> = {
    red: new Float32Array(width * height),
    green: new Float32Array(width * height),
    blue: new Float32Array(width * height),
    yellow: new Float32Array(width * height),
  };
  const staining = drawStaining(seededRandom(seed, 2));
  const boxes = labelBoxes(cells);
  placed.forEach((cell, index) => {
    const box = boxes.get(index + 1);
    if (box === undefined) return;
    const window = openCellWindow(cells, nuclei, index + 1, box, cell, seededRandom(seed, 3, index));
    paintCell(window, cellLabels[index] ?? [], staining, planes, width, seededRandom(seed, 4, index));
  });
  return { name, pixels: exposeTile(planes, options), cells, nuclei, cellLabels, weakLabel: weakLabelOf(cellLabels) };
}

function drawCellLabels(classes: WeakLabel, count: number, random: Random): number[][] {
  const labels = Array.from({ length: count }, () => drawExpressedClasses(classes, random));
  // No label without a cell that shows it: an annotator would not have written it.
  for (const wanted of classes) {
    if (count === 0 || labels.some((shown) => shown.includes(wanted))) continue;
    const lucky = Math.floor(random() * count);
    const others = (labels[lucky] ?? []).filter((shown) => shown !== hpaClasses.negative);
    labels[lucky] = [...others, wanted].sort((a, b) => a - b);
  }
  return labels;
}

function weakLabelOf(cellLabels: readonly (readonly number[])[]): WeakLabel {
  const union = [...new Set(cellLabels.flat())].sort((a, b) => a - b);
  return union.length > 1 ? union.filter((classIndex) => classIndex !== hpaClasses.negative) : union;
}

function exposeTile(planes: Readonly<Record<ChannelName, Float32Array>>, options: SampleTileOptions): TilePixels {
  const { seed, width, height, bitDepth, nucleusDiameter } = options;
  const expose = (channel: ChannelName, stream: number) => {
    const random = seededRandom(seed, 5, stream);
    const exposure = drawExposure(bitDepth, nucleusDiameter / 2, fullPhotons[channel], random);
    return exposePlane(planes[channel], width, height, exposure, random);
  };
  const channels = {
    red: expose("red", 0),
    green: expose("green", 1),
    blue: expose("blue", 2),
    yellow: expose("yellow", 3),
  };
  return { width, height, bitDepth, channels };
}
