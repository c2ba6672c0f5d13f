import type { Problem } from "../errors.ts";

/** How well a tile's cells agree with those of its mask, at one threshold. */
export interface MaskAgreement {
  /** The threshold: the smallest intersection over union at which two cells count as the same, 0..1. */
  readonly iou: number;
  /** Cells that have a partner in the mask. */
  readonly truePositives: number;
  /** Cells without a partner in the mask. */
  readonly falsePositives: number;
  /** Cells of the mask that have no partner in the tile. */
  readonly falseNegatives: number;
  /** 2 TP / (2 TP + FP + FN), 0..1; 1 when both maps are empty. */
  readonly f1: number;
}

/** Makes a `MaskAgreement` from its threshold and counts, and computes F1. */
export function agreementOf(
  iou: number,
  truePositives: number,
  falsePositives: number,
  falseNegatives: number,
): MaskAgreement {
  const judged = 2 * truePositives + falsePositives + falseNegatives;
  return { iou, truePositives, falsePositives, falseNegatives, f1: judged === 0 ? 1 : (2 * truePositives) / judged };
}

/**
 * Pools the agreements of several tiles. The counts are summed before F1 is computed, so that every
 * cell has the same weight.
 *
 * @param tiles for each tile one agreement for each threshold, in the same order.
 * @returns one agreement for each threshold.
 */
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

/**
 * The thresholds (intersection over union) that the page shows: a loose one, that of the HPA
 * challenge, a strict one.
 */
export const maskThresholds: readonly number[] = [0.5, 0.6, 0.75];

/** Whether a mask file labels cells or nuclei. */
export type MaskPart = "cells" | "nuclei";

/**
 * A tile's mask: label maps that came as files. The tile's cells are compared with them, or the user
 * makes them the tile's cells.
 */
export interface TileMask {
  /** Name of the file with the cells; null when only nuclei came. */
  readonly cells: string | null;
  /** Name of the file with the nuclei; null when only cells came. */
  readonly nuclei: string | null;
  /** One entry for each threshold. Null before the comparison, and when this mask became the tile's cells. */
  readonly agreement: readonly MaskAgreement[] | null;
  /** Why the mask cannot be used; null otherwise. */
  readonly problem: Problem | null;
  /** What was lost when this mask became the tile's cells; null when it did not. */
  readonly leftOut: LeftOut | null;
}

/** What was lost of a mask whose cells consist of several pieces: every piece but the largest of each cell. */
export interface LeftOut {
  /** Number of lost pieces. */
  readonly pieces: number;
  /** Number of pixels in these pieces. */
  readonly pixels: number;
}
