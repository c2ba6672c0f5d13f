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

/**
 * Draws the protein of one compartment: a plane of the cell's window, about 1 in the compartment, 0 outside of the
 * cell.
 */
export type PatternPainter = (cell: CellWindow, random: Random) => Float32Array;

/**
 * The patterns by index in `hpaClasses`. Negative has no pattern, and the mitotic spindle (11) has none because there
 * are no dividing cells.
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
