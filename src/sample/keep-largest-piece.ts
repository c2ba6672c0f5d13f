import { connectedPieces, countShared, heaviestPieces, relabelPieces } from "../imaging/connected-pieces.ts";

/**
 * Keeps one 4-connected piece of each cell and clears the others: warped borders and the tile's edge cut off scraps.
 * The piece with most of the cell's nucleus stays, among equals the first one, row by row.
 *
 * @param labels `[height, width]`, row-major, 0..count; changed in place.
 * @param nuclei the nuclei's labels, of the same shape and range; may be `labels` itself.
 */
export function keepLargestPiece(labels: Uint16Array, nuclei: Uint16Array, count: number, width: number): void {
  const pieces = connectedPieces(labels, width);
  const heaviest = heaviestPieces(pieces, countShared(pieces, nuclei), count);
  relabelPieces(
    labels,
    pieces,
    pieces.labelOf.map((label, piece) => (heaviest[label] === piece ? label : 0)),
  );
}
