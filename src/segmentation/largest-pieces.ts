import type { Regions } from "./measure/regions.ts";

/**
 * Makes every region one 4-connected piece, in place: of a region in several pieces the largest stays (the first among
 * equals), the others become background. Numbers stay as they are.
 *
 * @returns the pieces that became background, and px in them.
 */
export function keepLargestPieces({ width, labels, count }: Regions): { pieces: number; pixels: number } {
  const piece = new Int32Array(labels.length);
  const stack = new Int32Array(labels.length);
  const largest = new Int32Array(count + 1);
  const winner = new Int32Array(count + 1);
  let pieces = 0;
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start]!;
    if (label === 0 || piece[start] !== 0) continue;
    const number = ++pieces;
    let area = 0;
    let depth = 0;
    stack[depth++] = start;
    piece[start] = number;
    while (depth > 0) {
      const pixel = stack[--depth]!;
      area++;
      const x = pixel % width;
      if (x > 0) depth = visit(pixel - 1, label, number, depth);
      if (x < width - 1) depth = visit(pixel + 1, label, number, depth);
      if (pixel >= width) depth = visit(pixel - width, label, number, depth);
      if (pixel < labels.length - width) depth = visit(pixel + width, label, number, depth);
    }
    if (area > largest[label]!) {
      largest[label] = area;
      winner[label] = number;
    }
  }
  let lost = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (piece[pixel] === winner[labels[pixel]!]) continue;
    labels[pixel] = 0;
    lost++;
  }
  return { pieces: pieces - winner.reduce((kept, number) => kept + (number > 0 ? 1 : 0), 0), pixels: lost };

  function visit(pixel: number, label: number, number: number, depth: number): number {
    if (labels[pixel] !== label || piece[pixel] !== 0) return depth;
    piece[pixel] = number;
    stack[depth] = pixel;
    return depth + 1;
  }
}
