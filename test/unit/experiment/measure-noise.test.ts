import { expect, it } from "vitest";
import { measureNoise } from "../../experiment/measure-noise.ts";

it("counts how often cells show their tile's labels", () => {
  const noise = measureNoise([
    { labels: [0, 4], truth: [0, 4] },
    { labels: [0, 4], truth: [4] },
    { labels: [0, 4], truth: [18] },
    { labels: [0], truth: [0] },
  ]);
  expect(noise.classes.map(({ name, rate, cells }) => [name, rate, cells])).toEqual([
    ["Nucleoplasm", 0.5, 4],
    ["Nuclear speckles", 2 / 3, 3],
  ]);
  expect(noise.overall).toBeCloseTo(4 / 7, 9);
  expect(noise.dark).toBe(0.25);
  expect(noise.differing).toBe(0.5);
});
