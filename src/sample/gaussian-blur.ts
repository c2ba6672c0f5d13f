/**
 * Blurs a plane with a separable Gaussian, in place. Beyond the border, the border pixels are repeated.
 *
 * @param plane `[height, width]`, row-major.
 * @param sigma standard deviation, px.
 */
export function gaussianBlur(plane: Float32Array, width: number, height: number, sigma: number): void {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Float32Array.from({ length: reach + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  for (let i = 0; i <= reach; i += 1) kernel[i]! /= total;
  const centre = kernel[0]!;

  const line = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y += 1) {
    const at = y * width;
    line.fill(plane[at]!, 0, reach);
    line.set(plane.subarray(at, at + width), reach);
    line.fill(plane[at + width - 1]!, reach + width);
    for (let x = 0; x < width; x += 1) {
      let sum = centre * line[x + reach]!;
      for (let i = 1; i <= reach; i += 1) {
        sum += kernel[i]! * (line[x + reach - i]! + line[x + reach + i]!);
      }
      plane[at + x] = sum;
    }
  }

  // Columns are blurred row by row, so that memory is read in order. The ring `before` keeps rows as they were before
  // they were overwritten.
  const before = Array.from({ length: reach + 1 }, () => new Float32Array(width));
  const sums = new Float32Array(width);
  for (let y = 0; y < height; y += 1) {
    const kept = before[y % (reach + 1)]!;
    kept.set(plane.subarray(y * width, (y + 1) * width));
    for (let x = 0; x < width; x += 1) sums[x] = centre * kept[x]!;
    for (let i = 1; i <= reach; i += 1) {
      const weight = kernel[i]!;
      const above = before[Math.max(0, y - i) % (reach + 1)]!;
      const below = Math.min(height - 1, y + i) * width;
      // Below the last row, the last row itself is used; while it is the current row, it is not overwritten yet.
      for (let x = 0; x < width; x += 1) {
        sums[x]! += weight * (above[x]! + plane[below + x]!);
      }
    }
    plane.set(sums, y * width);
  }
}
