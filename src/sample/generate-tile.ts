import type { Box } from "../domain/cell.ts";
import type { LabelMap } from "../domain/label-map.ts";
import { hpaClasses, type WeakLabel } from "../domain/localisation.ts";
import type { ChannelName, TilePixels } from "../domain/tile.ts";
import { type CellWindow, openCellWindow } from "./cell-window.ts";
import { paintReticulum } from "./cytoplasm-patterns.ts";
import { drawExposure, exposePlane } from "./expose-plane.ts";
import { drawExpressedClasses } from "./expressed-classes.ts";
import { paintMicrotubules } from "./filament-patterns.ts";
import { layoutCells } from "./layout-cells.ts";
import { paintDna } from "./nuclear-patterns.ts";
import { proteinPatterns } from "./protein-patterns.ts";
import { between, normal, type Random, seededRandom } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";

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

type Planes = Record<ChannelName, Float32Array>;

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
  const planes: Planes = {
    red: new Float32Array(width * height),
    green: new Float32Array(width * height),
    blue: new Float32Array(width * height),
    yellow: new Float32Array(width * height),
  };
  const staining = drawStaining(seededRandom(seed, 2));
  boxesOf(cells).forEach((box, index) => {
    const cell = placed[index];
    if (cell === undefined) return;
    const window = openCellWindow(cells, nuclei, index + 1, box, cell, seededRandom(seed, 3, index));
    paintStains(window, staining, planes, width, seededRandom(seed, 4, index));
    paintProtein(window, cellLabels[index] ?? [], staining, planes.green, width, seededRandom(seed, 5, index));
  });
  return { name, pixels: exposeTile(planes, options), cells, nuclei, cellLabels, weakLabel: weakLabelOf(cellLabels) };
}

/** Brightness of the tile's stains as shares of full scale. */
interface Staining {
  readonly red: number;
  readonly blue: number;
  readonly yellow: number;
  readonly protein: number;
  /** Antibody that sticks everywhere. */
  readonly background: number;
}

function drawStaining(random: Random): Staining {
  return {
    red: between(random, 0.4, 0.75),
    blue: between(random, 0.4, 0.7),
    yellow: between(random, 0.3, 0.6),
    protein: 0.4 * Math.exp(0.3 * normal(random)),
    background: between(random, 0.01, 0.05),
  };
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

function paintStains(cell: CellWindow, staining: Staining, planes: Planes, tileWidth: number, random: Random): void {
  const vary = (): number => Math.exp(0.18 * normal(random));
  addPlane(paintMicrotubules(cell, random), cell, staining.red * vary(), planes.red, tileWidth);
  addPlane(cell.thickness, cell, 0.05 * staining.red, planes.red, tileWidth);
  addPlane(paintDna(cell, random), cell, staining.blue * vary(), planes.blue, tileWidth);
  addPlane(paintReticulum(cell, random), cell, staining.yellow * vary(), planes.yellow, tileWidth);
}

function paintProtein(
  cell: CellWindow,
  classes: readonly number[],
  staining: Staining,
  green: Float32Array,
  tileWidth: number,
  random: Random,
): void {
  const expression = staining.protein * Math.exp(0.4 * normal(random));
  for (const classIndex of classes) {
    const paint = proteinPatterns.get(classIndex);
    const brightness = Math.min(0.9, expression * between(random, 0.6, 1.2));
    if (paint !== undefined) addPlane(paint(cell, random), cell, brightness, green, tileWidth);
  }
  // Unspecific staining: a veil and fine grains over the whole cell, whatever the protein.
  const grains = smoothNoise(cell.width, cell.height, Math.max(1.5, 0.045 * cell.radius), random);
  for (let i = 0; i < grains.length; i += 1) {
    const grain = 0.8 + 0.45 * Math.max(0, grains[i] as number);
    grains[i] = cell.inside[i] === 0 ? 0 : grain * (0.3 + 0.7 * (cell.thickness[i] as number));
  }
  addPlane(grains, cell, staining.background * Math.exp(0.3 * normal(random)), green, tileWidth);
}

function addPlane(
  plane: Float32Array,
  cell: CellWindow,
  brightness: number,
  target: Float32Array,
  tileWidth: number,
): void {
  for (let y = 0; y < cell.height; y += 1) {
    const from = y * cell.width;
    const to = (y + cell.top) * tileWidth + cell.left;
    for (let x = 0; x < cell.width; x += 1) {
      target[to + x] = (target[to + x] as number) + brightness * (plane[from + x] as number);
    }
  }
}

function exposeTile(planes: Planes, options: SampleTileOptions): TilePixels {
  const { seed, width, height, bitDepth, nucleusDiameter } = options;
  const expose = (channel: ChannelName, stream: number) => {
    const random = seededRandom(seed, 6, stream);
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

/** Each number's box, entry 0 for number 1. */
function boxesOf(map: LabelMap): Box[] {
  const boxes = Array.from({ length: map.count }, () => ({ left: map.width, top: map.height, right: 0, bottom: 0 }));
  for (let y = 0; y < map.height; y += 1) {
    for (let x = 0; x < map.width; x += 1) {
      const box = boxes[(map.labels[y * map.width + x] as number) - 1];
      if (box === undefined) continue;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      box.bottom = y + 1;
    }
  }
  return boxes;
}
