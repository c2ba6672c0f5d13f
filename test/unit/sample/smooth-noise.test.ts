import { expect, it } from "vitest";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { smoothNoise } from "../../../src/sample/smooth-noise.ts";

it.each([1.5, 4, 11.3])("has mean 0 and deviation 1 at spacing %f", (spacing) => {
  const plane = smoothNoise(400, 300, spacing, seededRandom(1));
  const mean = plane.reduce((sum, value) => sum + value, 0) / plane.length;
  const deviation = Math.sqrt(plane.reduce((sum, value) => sum + (value - mean) ** 2, 0) / plane.length);
  expect(Math.abs(mean)).toBeLessThan(0.12);
  expect(deviation).toBeGreaterThan(0.88);
  expect(deviation).toBeLessThan(1.12);
});

it("is correlated over one spacing, and not over three", () => {
  const [width, spacing] = [600, 10];
  const plane = smoothNoise(width, 200, spacing, seededRandom(2));
  const correlation = (shift: number): number => {
    let sum = 0;
    let count = 0;
    for (let y = 0; y < 200; y += 1) {
      for (let x = 0; x + shift < width; x += 1) {
        sum += (plane[y * width + x] ?? 0) * (plane[y * width + x + shift] ?? 0);
        count += 1;
      }
    }
    return sum / count;
  };
  expect(correlation(1)).toBeGreaterThan(0.95 * correlation(0));
  expect(Math.abs(correlation(3 * spacing))).toBeLessThan(0.1);
});
