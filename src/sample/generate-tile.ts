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

/** What a generated tile shows. */
export interface SampleTileOptions {
  readonly name: string;
  readonly seed: number;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  /** Mean diameter of nuclei, px. In HPA tiles of 2048 px they have about 170 px. */
  readonly nucleusDiameter: number;
  /** Share of the tile that cells would cover if none overlapped, 0..1.5. */
  readonly density: number;
  /**
   * Classes of the tile, indices in `hpaClasses`. A class without a pattern (Mitotic spindle) is left out of both the
   * picture and the labels. `[Negative]` or no class at all gives cells without protein.
   */
  readonly classes: WeakLabel;
}

/** A generated tile and its true cells and labels. */
export interface SampleTile {
  readonly name: string;
  readonly pixels: TilePixels;
  readonly cells: LabelMap;
  readonly nuclei: LabelMap;
  /** The classes that each cell really shows, ascending; entry 0 is cell 1. `[Negative]` for a cell without protein. */
  readonly cellLabels: readonly (readonly number[])[];
  /**
   * What an annotator would write for the whole tile: all classes of its cells, ascending. Negative is there only when
   * no cell shows any protein. Empty when there are no cells.
   */
  readonly weakLabel: WeakLabel;
}

/**
 * Photons of a sample at full scale: the stains of protein and reticulum are dim and so noisy, that of DNA is bright.
 */
const fullPhotons: Record<ChannelName, number> = { red: 220, green: 130, blue: 400, yellow: 110 };

/**
 * Generates one tile; the same options give the same tile. It lays out the cells, paints each in its own window,
 * channel by channel, and exposes the planes. This takes about a second for 1024 x 1024 px.
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
  // Every class of the tile must be shown by a cell, or an annotator would not have written it.
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
