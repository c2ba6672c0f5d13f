import { describe, expect, it } from "vitest";
import { drawNormal, randomStream, shuffledIndices } from "../../../src/learning/random.ts";

const draws = (count: number, ...keys: (number | string)[]) => Array.from({ length: count }, randomStream(...keys));

describe("randomStream", () => {
  it("gives the same stream for the same keys and another for other keys", () => {
    expect(draws(5, 1, "shuffle", 2)).toEqual(draws(5, 1, "shuffle", 2));
    const firsts = new Set<number>();
    for (let seed = 0; seed < 100; seed += 1) {
      for (const purpose of ["split", "shuffle", "augment"]) firsts.add(draws(1, seed, purpose)[0]!);
    }
    expect(firsts.size).toBe(300);
  });

  it("distinguishes keys that would be equal if they were joined", () => {
    expect(draws(3, "ab", "c")).not.toEqual(draws(3, "a", "bc"));
    expect(draws(3, 1, 23)).not.toEqual(draws(3, 12, 3));
  });

  it("is uniform over [0, 1), within a stream and over the first draws of many streams", () => {
    const within = draws(20_000, 7);
    const across = Array.from({ length: 20_000 }, (_, index) => draws(1, 7, "augment", index)[0]!);
    for (const values of [within, across]) {
      const counts = new Array<number>(20).fill(0);
      for (const value of values) {
        expect(value >= 0 && value < 1).toBe(true);
        const bin = Math.floor(value * 20);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      // Chi-square with 19 degrees of freedom exceeds 43.8 once in a thousand times.
      const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      expect(chiSquare).toBeLessThan(43.8);
    }
  });
});

describe("drawNormal", () => {
  it("has mean 0 and variance 1", () => {
    const random = randomStream(3);
    const values = Array.from({ length: 20_000 }, () => drawNormal(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });
});

describe("shuffledIndices", () => {
  it("keeps every index once and moves the indices evenly", () => {
    const places = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 5000; seed += 1) {
      const order = shuffledIndices(10, randomStream(seed));
      expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const place = order.indexOf(0);
      places[place] = (places[place] ?? 0) + 1;
    }
    for (const count of places) expect(Math.abs(count - 500)).toBeLessThan(90);
  });
});
