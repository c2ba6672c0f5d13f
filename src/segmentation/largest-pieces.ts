import { connectedPieces, heaviestPieces, relabelPieces } from "../imaging/connected-pieces.ts";
import type { Regions } from "./measure/regions.ts";

/**
 * Makes every region one 4-connected piece, in place. The largest piece of a region stays (among equals the first one,
 * row by row); its other pieces become background. Numbers stay as they are.
 *
 * @returns the number of pieces that became background, and of px in them.
 */
export function keepLargestPieces({ width, labels, count }: Regions): { pieces: number; pixels: number } {
  const pieces = connectedPieces(labels, width);
  const { areas, labelOf } = pieces;
  const largest = heaviestPieces(pieces, areas, count);
  const lost = { pieces: 0, pixels: 0 };
  const target = labelOf.map((label, piece) => {
    if (largest[label] === piece) return label;
    lost.pieces++;
    lost.pixels += areas[piece]!;
    return 0;
  });
  relabelPieces(labels, pieces, target);
  return lost;
}
