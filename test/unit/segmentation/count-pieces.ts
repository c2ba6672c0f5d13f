/** Counts the 4-connected pieces of a label, by a walk of its own, not by `connectedPieces` of the product. */
export function countPieces(labels: ArrayLike<number>, width: number, label: number): number {
  const seen = new Uint8Array(labels.length);
  let pieces = 0;
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== label || seen[start] === 1) continue;
    pieces++;
    const stack = [start];
    seen[start] = 1;
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      const x = pixel % width;
      const near = [pixel - width, pixel + width];
      if (x > 0) near.push(pixel - 1);
      if (x < width - 1) near.push(pixel + 1);
      for (const other of near) {
        if (other < 0 || other >= labels.length || seen[other] === 1 || labels[other] !== label) continue;
        seen[other] = 1;
        stack.push(other);
      }
    }
  }
  return pieces;
}
