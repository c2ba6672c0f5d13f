import type { Problem } from "../errors.ts";

/** How well two label maps agree at one threshold. */
export interface MaskAgreement {
  /** Least intersection over union of a pair that counts as one cell, 0..1. */
  readonly iou: number;
  /** Pairs; cells without a partner in the mask; cells of the mask that were not found. */
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** 2 TP / (2 TP + FP + FN), 0..1; 1 when both maps are empty. */
  readonly f1: number;
}

export function agreementOf(
  iou: number,
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
): MaskAgreement {
  const judged = 2 * truePositives + falsePositives + falseNegatives;
  return { iou, truePositives, falsePositives, falseNegatives, f1: judged === 0 ? 1 : (2 * truePositives) / judged };
}

/** Several tiles taken together: cells are counted over all of them, so that a tile weighs by its cells. */
export function poolAgreements(tiles: readonly (readonly MaskAgreement[])[]): MaskAgreement[] {
  return (tiles[0] ?? []).map(({ iou }, index) => {
    const sum = (of: (agreement: MaskAgreement) => number) =>
      tiles.reduce((total, agreements) => total + (agreements[index] ? of(agreements[index]) : 0), 0);
    return agreementOf(
      iou,
      sum((one) => one.truePositives),
      sum((one) => one.falsePositives),
      sum((one) => one.falseNegatives),
    );
  });
}

/** The thresholds that are told: loose, that of the HPA challenge, strict. */
export const maskThresholds: readonly number[] = [0.5, 0.6, 0.75];

/** What a tile's mask is good for: numbers of cells, or of nuclei. */
export type MaskPart = "cells" | "nuclei";

/** Label maps of one tile that came as files: a truth to compare its cells with, or cells to take over. */
export interface TileMask {
  /** Name of the file with the cells; null when only nuclei came. */
  readonly cells: string | null;
  /** Name of the file with the nuclei; null when there is none. */
  readonly nuclei: string | null;
  /** One entry a threshold; null until compared, and when the tile's cells are this mask's. */
  readonly agreement: readonly MaskAgreement[] | null;
  /** Why the mask cannot be used; null otherwise. */
  readonly problem: Problem | null;
  /** What was lost when the mask became the tile's cells; null when the cells are not this mask's. */
  readonly leftOut: LeftOut | null;
}

/** Pieces apart from the largest of their cell. */
export interface LeftOut {
  readonly pieces: number;
  /** px in them. */
  readonly pixels: number;
}
