/**
 * Blurs a plane with a Gaussian, separably; the plane's border pixels are repeated outwards.
 *
 * @param plane `[height, width]`, row-major; blurred in place.
 * @param sigma px.
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

  // Down the columns a row at a time, so that memory is read in order: a ring of the rows not yet overwritten.
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
      // Below the last row stands the last row itself, which is already in hand when it is the present one.
      for (let x = 0; x < width; x += 1) {
        sums[x]! += weight * (above[x]! + plane[below + x]!);
      }
    }
    plane.set(sums, y * width);
  }
}
