/**
 * Counts the 4-connected pieces of every label but 0, by a walk of its own, not by `connectedPieces` of the product.
 *
 * @returns the count by label.
 */
export function countPieces(labels: ArrayLike<number>, width: number): Map<number, number> {
  const seen = new Uint8Array(labels.length);
  const pieces = new Map<number, number>();
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start]!;
    if (label === 0 || seen[start] === 1) continue;
    pieces.set(label, (pieces.get(label) ?? 0) + 1);
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
