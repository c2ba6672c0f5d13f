/** The 4-connected pieces of some of a window's pixels. */
export interface Pieces {
  /** `[height, width]`, 0 outside, 1..n. */
  readonly pieceOf: Int32Array;
  /** px of each piece; index 0 is not used. */
  readonly areas: readonly number[];
}

/** @param inside whether the pixel at this position belongs to what is asked about. */
export function findPieces(width: number, height: number, inside: (at: number) => boolean): Pieces {
  const pieceOf = new Int32Array(width * height);
  const stack = new Int32Array(width * height);
  const areas = [0];
  let depth = 0;
  const visit = (at: number, piece: number) => {
    if (pieceOf[at] !== 0 || !inside(at)) return;
    pieceOf[at] = piece;
    stack[depth++] = at;
  };
  for (let start = 0; start < pieceOf.length; start++) {
    if (pieceOf[start] !== 0 || !inside(start)) continue;
    const piece = areas.length;
    let area = 0;
    visit(start, piece);
    while (depth > 0) {
      const at = stack[--depth]!;
      area++;
      const x = at % width;
      if (x > 0) visit(at - 1, piece);
      if (x < width - 1) visit(at + 1, piece);
      if (at >= width) visit(at - width, piece);
      if (at < pieceOf.length - width) visit(at + width, piece);
    }
    areas.push(area);
  }
  return { pieceOf, areas };
}
