import { connectedPieces, relabelPieces } from "../imaging/connected-pieces.ts";

/**
 * Fills holes, in place. A hole is a 4-connected piece of background that exactly one region encloses; its pixels take
 * the region's number. A gap between two regions, or a gap that reaches the image's border, is no hole.
 *
 * @param labels `[height, width]`, row-major, 0 outside, regions > 0; a mask of 0 and 1 will do.
 * @param largest px of the largest hole that is filled.
 */
export function fillHoles(
  labels: Int32Array | Uint8Array,
  width: number,
  height: number,
  largest: number = Number.POSITIVE_INFINITY,
): void {
  const pieces = connectedPieces(labels, width, (label) => label === 0);
  const { starts, ends, pieceOfRun, areas } = pieces;
  const open = areas.map((area) => (area > largest ? 1 : 0));
  const lastRow = width * (height - 1);
  for (let run = 0; run < pieceOfRun.length; run++) {
    const atBorder =
      starts[run]! < width || starts[run]! >= lastRow || starts[run]! % width === 0 || ends[run]! % width === 0;
    if (atBorder) open[pieceOfRun[run]!] = 1;
  }
  // `[pieces + 1]`: the first region that is found around each piece; 0 while none is known.
  const around = new Int32Array(areas.length);
  const touch = (piece: number, label: number): void => {
    if (label === 0 || label === around[piece]) return;
    if (around[piece] === 0) around[piece] = label;
    else open[piece] = 1;
  };
  for (let run = 0; run < pieceOfRun.length; run++) {
    const piece = pieceOfRun[run]!;
    if (open[piece] === 1) continue;
    touch(piece, labels[starts[run]! - 1]!);
    touch(piece, labels[ends[run]!]!);
    for (let at = starts[run]!; at < ends[run]!; at++) {
      touch(piece, labels[at - width]!);
      touch(piece, labels[at + width]!);
    }
  }
  relabelPieces(
    labels,
    pieces,
    around.map((label, piece) => (open[piece] === 1 ? 0 : label)),
  );
}
