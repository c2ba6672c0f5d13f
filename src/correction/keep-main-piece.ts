import { connectedPieces, countShared, relabelPieces } from "../imaging/connected-pieces.ts";
import type { MapWindow } from "./map-window.ts";

/**
 * Makes a cell one 4-connected piece again, in place. The piece with most of its nucleus stays, among equals the
 * largest, then the first one. The other pieces become background, and so does their part of the nucleus.
 *
 * @param window must hold the whole cell.
 */
export function keepMainPiece({ width, cells, nuclei }: MapWindow, cell: number): void {
  const pieces = connectedPieces(cells, width, (label) => label === cell);
  const { areas } = pieces;
  if (areas.length <= 2) return;
  const nucleus = countShared(pieces, nuclei);
  let main = 1;
  for (let piece = 2; piece < areas.length; piece++) {
    const ahead = nucleus[piece]! - nucleus[main]!;
    if (ahead > 0 || (ahead === 0 && areas[piece]! > areas[main]!)) main = piece;
  }
  const target = areas.map((_, piece) => (piece === main ? cell : 0));
  relabelPieces(cells, pieces, target);
  relabelPieces(nuclei, pieces, target);
}
