/**
 * Keeps one piece of each number, the one with most of its nucleus, and clears the rest: warped borders and the tile's
 * edge cut off scraps. Pieces hang together over sides, not corners.
 *
 * @param labels `[height, width]`, row-major, 0..count; changed in place.
 * @param nuclei the nuclei's labels, likewise; may be `labels` itself.
 */
export function keepLargestPiece(
  labels: Uint16Array,
  nuclei: Uint16Array,
  count: number,
  width: number,
  height: number,
): void {
  const size = width * height;
  const seen = new Uint8Array(size);
  // All pieces one after the other: each pixel enters once.
  const queue = new Uint32Array(size);
  let tail = 0;
  const best = Array.from({ length: count + 1 }, () => ({ start: 0, end: 0, weight: -1 }));
  for (let first = 0; first < size; first += 1) {
    const number = labels[first]!;
    if (number === 0 || seen[first] === 1) continue;
    const start = tail;
    let weight = 0;
    const visit = (i: number): void => {
      if (seen[i] === 1 || labels[i] !== number) return;
      seen[i] = 1;
      queue[tail] = i;
      tail += 1;
      if (nuclei[i] === number) weight += 1;
    };
    visit(first);
    for (let head = start; head < tail; head += 1) {
      const i = queue[head]!;
      const x = i % width;
      if (x > 0) visit(i - 1);
      if (x + 1 < width) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i + width < size) visit(i + width);
    }
    const kept = best[number]!;
    const better = weight > kept.weight;
    const loser = better ? kept : { start, end: tail };
    for (let i = loser.start; i < loser.end; i += 1) labels[queue[i]!] = 0;
    if (better) best[number] = { start, end: tail, weight };
  }
}
