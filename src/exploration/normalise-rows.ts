/**
 * Scales each row to length 1, in place. The dot product of two rows is then their cosine similarity, and sorting pairs
 * by distance is the same as sorting them by cosine similarity. A row of zeros stays as it is.
 *
 * @param rows `[count, width]`, row-major.
 */
export function normaliseRows(rows: Float32Array, width: number): void {
  for (let start = 0; start < rows.length; start += width) {
    let square = 0;
    for (let at = start; at < start + width; at += 1) square += rows[at]! ** 2;
    if (square === 0) continue;
    const scale = 1 / Math.sqrt(square);
    for (let at = start; at < start + width; at += 1) rows[at]! *= scale;
  }
}
