import type { CellWindow } from "./cell-window.ts";
import {
  paintAggresome,
  paintCentrosome,
  paintCytosol,
  paintPlasmaMembrane,
  paintReticulum,
  paintVesicles,
} from "./cytoplasm-patterns.ts";
import {
  paintActinFilaments,
  paintGolgi,
  paintIntermediateFilaments,
  paintMicrotubules,
  paintMitochondria,
} from "./filament-patterns.ts";
import {
  paintFibrillarCenters,
  paintNuclearBodies,
  paintNuclearMembrane,
  paintNuclearSpeckles,
  paintNucleoli,
  paintNucleoplasm,
} from "./nuclear-patterns.ts";
import type { Random } from "./seeded-random.ts";

/** Draws one compartment's protein into a cell: a plane of its window, about 1 where it shines, 0 outside the cell. */
export type PatternPainter = (cell: CellWindow, random: Random) => Float32Array;

/**
 * By index in `hpaClasses`. Negative has no pattern, and there are no dividing cells for a mitotic spindle (11) to
 * stand in.
 */
export const proteinPatterns: ReadonlyMap<number, PatternPainter> = new Map([
  [0, paintNucleoplasm],
  [1, paintNuclearMembrane],
  [2, paintNucleoli],
  [3, paintFibrillarCenters],
  [4, paintNuclearSpeckles],
  [5, paintNuclearBodies],
  [6, paintReticulum],
  [7, paintGolgi],
  [8, paintIntermediateFilaments],
  [9, paintActinFilaments],
  [10, paintMicrotubules],
  [12, paintCentrosome],
  [13, paintPlasmaMembrane],
  [14, paintMitochondria],
  [15, paintAggresome],
  [16, paintCytosol],
  [17, paintVesicles],
]);
