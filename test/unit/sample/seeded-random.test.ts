import { describe, expect, it } from "vitest";
import { between, normal, seededRandom, wholeBetween } from "../../../src/sample/seeded-random.ts";

const many = 20_000;

describe("seededRandom", () => {
  it("gives the same numbers for the same seeds", () => {
    const [first, again] = [seededRandom(1, 2), seededRandom(1, 2)];
    expect(Array.from({ length: 50 }, again)).toEqual(Array.from({ length: 50 }, first));
  });

  it("gives different streams for seeds that differ in one number or in their order", () => {
    const starts = [[], [0], [1], [0, 0], [0, 1], [1, 0], [2 ** 31], [0, 0, 1]].map((seeds) =>
      seededRandom(...seeds)(),
    );
    expect(new Set(starts).size).toBe(starts.length);
  });

  it("is uniform over [0, 1), and successive numbers are not correlated", () => {
    const random = seededRandom(4);
    const values = Array.from({ length: many }, random);
    const bins = new Array<number>(10).fill(0);
    let product = 0;
    values.forEach((value, i) => {
      expect(value >= 0 && value < 1).toBe(true);
      bins[Math.floor(10 * value)] = (bins[Math.floor(10 * value)] ?? 0) + 1;
      product += (value - 0.5) * ((values[i + 1] ?? 0.5) - 0.5);
    });
    // Chi-squared with nine degrees of freedom is above 27.9 once in a thousand times.
    const chiSquared = bins.reduce((sum, count) => sum + (count - many / 10) ** 2 / (many / 10), 0);
    expect(chiSquared).toBeLessThan(27.9);
    expect(Math.abs((12 * product) / many)).toBeLessThan(0.03);
  });
});

it("normal has mean 0, deviation 1, and the right share beyond two deviations", () => {
  const random = seededRandom(5);
  const values = Array.from({ length: many }, () => normal(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / many;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  expect(values.filter((value) => Math.abs(value) > 2).length / many).toBeCloseTo(0.0455, 2);
});

it("between and wholeBetween stay within their bounds and reach them", () => {
  const random = seededRandom(6);
  const floats = Array.from({ length: 1000 }, () => between(random, -2, 3));
  expect(Math.min(...floats)).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...floats)).toBeLessThan(3);
  const wholes = new Set(Array.from({ length: 1000 }, () => wholeBetween(random, 2, 5)));
  expect([...wholes].sort()).toEqual([2, 3, 4, 5]);
});
