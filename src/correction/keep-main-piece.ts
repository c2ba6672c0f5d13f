import { findPieces } from "./find-pieces.ts";
import type { MapWindow } from "./map-window.ts";

/**
 * Makes a cell one 4-connected piece again, in place: the piece with most of its nucleus stays, among equals the largest,
 * then the first; the others become background, and what they held of the nucleus too.
 *
 * @param window must hold the whole cell.
 */
export function keepMainPiece({ width, height, cells, nuclei }: MapWindow, cell: number): void {
  const { pieceOf, areas } = findPieces(width, height, (at) => cells[at] === cell);
  if (areas.length <= 2) return;
  const nucleus = new Array<number>(areas.length).fill(0);
  pieceOf.forEach((piece, at) => {
    if (piece > 0 && nuclei[at] === cell) nucleus[piece]! += 1;
  });
  let main = 1;
  for (let piece = 2; piece < areas.length; piece++) {
    const ahead = nucleus[piece]! - nucleus[main]!;
    if (ahead > 0 || (ahead === 0 && areas[piece]! > areas[main]!)) main = piece;
  }
  pieceOf.forEach((piece, at) => {
    if (piece === 0 || piece === main) return;
    cells[at] = 0;
    nuclei[at] = 0;
  });
}
