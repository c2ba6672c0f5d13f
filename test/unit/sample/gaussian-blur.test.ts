import { expect, it } from "vitest";
import { gaussianBlur } from "../../../src/sample/gaussian-blur.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";

/** The plain double sum; beyond the border, border pixels are repeated. */
function naiveBlur(plane: Float32Array, width: number, height: number, sigma: number): number[] {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  return Array.from(plane, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let sum = 0;
    let total = 0;
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
        const [u, v] = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))];
        sum += weight * (plane[v * width + u] ?? 0);
        total += weight;
      }
    }
    return sum / total;
  });
}

it.each([
  [17, 12, 0.5],
  [20, 31, 1.3],
  [3, 40, 2.2],
  [40, 3, 2.2],
  [1, 1, 1],
])("equals the double sum on %i x %i px at sigma %f", (width, height, sigma) => {
  const plane = Float32Array.from({ length: width * height }, seededRandom(width, height));
  const expected = naiveBlur(plane, width, height, sigma);
  gaussianBlur(plane, width, height, sigma);
  plane.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  });
});
