import { type Random, wholeBetween } from "../../../src/sample/seeded-random.ts";

/** A small label map: sides of 1..9 px, labels 0..3, often in larger patches so that pieces wind round each other. */
export function randomGrid(random: Random): { width: number; height: number; labels: Int32Array } {
  const width = wholeBetween(random, 1, 9);
  const height = wholeBetween(random, 1, 9);
  const highest = wholeBetween(random, 1, 3);
  const same = random() < 0.5 ? 0 : 0.6;
  const labels = new Int32Array(width * height);
  for (let at = 0; at < labels.length; at++) {
    const copied = at % 2 === 0 ? at - 1 : at - width;
    labels[at] = copied >= 0 && random() < same ? labels[copied]! : wholeBetween(random, 0, highest);
  }
  return { width, height, labels };
}

/** The slow and plain way: a flood fill by recursion. The pixels of each piece of equal labels, by first pixel. */
export function floodPieces(labels: ArrayLike<number>, width: number): number[][] {
  const seen = new Set<number>();
  const flood = (at: number, piece: number[]): number[] => {
    seen.add(at);
    piece.push(at);
    for (const near of sidesOf(at, width, labels.length)) {
      if (!seen.has(near) && labels[near] === labels[at]) flood(near, piece);
    }
    return piece;
  };
  return Array.from(labels, (_, at) => (seen.has(at) ? [] : flood(at, []))).filter((piece) => piece.length > 0);
}

/** The pixels that share a side with one; fewer than four at the image's border. */
export function sidesOf(at: number, width: number, size: number): number[] {
  const x = at % width;
  const near = [at - width, at + width, x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1];
  return near.filter((other) => other >= 0 && other < size);
}
