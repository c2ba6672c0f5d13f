import type { ChannelName } from "../domain/tile/tile.ts";
import type { CellWindow } from "./cell-window.ts";
import { paintReticulum } from "./cytoplasm-patterns.ts";
import { paintMicrotubules } from "./filament-patterns.ts";
import { paintDna } from "./nuclear-patterns.ts";
import { proteinPatterns } from "./protein-patterns.ts";
import { between, normal, type Random } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";

/** Brightness of one tile's stains as shares of full scale. */
export interface Staining {
  readonly red: number;
  readonly blue: number;
  readonly yellow: number;
  readonly protein: number;
  /** Unspecific staining by antibody that binds everywhere. */
  readonly background: number;
}

export function drawStaining(random: Random): Staining {
  return {
    red: between(random, 0.4, 0.75),
    blue: between(random, 0.4, 0.7),
    yellow: between(random, 0.3, 0.6),
    protein: 0.4 * Math.exp(0.3 * normal(random)),
    background: between(random, 0.01, 0.05),
  };
}

/** Indices in `hpaClasses` of the two compartments that the red and yellow stains show in every cell. */
const reticulumClass = 6;
const microtubuleClass = 10;

/**
 * Adds one cell to the tile's planes (`[height, width]` of the tile, row-major, light as a share of full scale).
 * A protein of the microtubules or of the reticulum is on the same threads that the red and yellow stains show.
 *
 * @param classes the compartments of the cell's protein, indices in `hpaClasses`; Negative paints nothing.
 */
export function paintCell(
  cell: CellWindow,
  classes: readonly number[],
  staining: Staining,
  planes: Readonly<Record<ChannelName, Float32Array>>,
  tileWidth: number,
  random: Random,
): void {
  const vary = (deviation: number): number => Math.exp(deviation * normal(random));
  const microtubules = paintMicrotubules(cell, random);
  const reticulum = paintReticulum(cell, random);
  addPlane(microtubules, cell, staining.red * vary(0.18), planes.red, tileWidth);
  addPlane(cell.thickness, cell, 0.05 * staining.red, planes.red, tileWidth);
  addPlane(paintDna(cell, random), cell, staining.blue * vary(0.18), planes.blue, tileWidth);
  addPlane(reticulum, cell, staining.yellow * vary(0.18), planes.yellow, tileWidth);

  const stained = new Map([
    [microtubuleClass, microtubules],
    [reticulumClass, reticulum],
  ]);
  // Cells make very different amounts of a protein, so the class cannot be read from the brightness.
  const expression = staining.protein * vary(0.4);
  for (const classIndex of classes) {
    const plane = stained.get(classIndex) ?? proteinPatterns.get(classIndex)?.(cell, random);
    const brightness = Math.min(0.9, expression * between(random, 0.6, 1.2));
    if (plane !== undefined) addPlane(plane, cell, brightness, planes.green, tileWidth);
  }
  addPlane(paintUnspecific(cell, random), cell, staining.background * vary(0.3), planes.green, tileWidth);
}

/** Unspecific staining: faint and grainy over the whole cell, whatever the protein. */
function paintUnspecific(cell: CellWindow, random: Random): Float32Array {
  const plane = smoothNoise(cell.width, cell.height, Math.max(1.5, 0.045 * cell.radius), random);
  for (let i = 0; i < plane.length; i += 1) {
    const grain = 0.8 + 0.45 * Math.max(0, plane[i]!);
    plane[i] = cell.inside[i] === 0 ? 0 : grain * (0.3 + 0.7 * cell.thickness[i]!);
  }
  return plane;
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
      target[to + x]! += brightness * plane[from + x]!;
    }
  }
}
