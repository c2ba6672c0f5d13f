import { describe, expect, it } from "vitest";
import { splitTouching } from "../../../src/segmentation/split-touching.ts";

/** The exact distance map of the union of some discs. */
function discs(width: number, height: number, circles: readonly (readonly [number, number, number])[]): Float32Array {
  const inside = (x: number, y: number): boolean => circles.some(([cx, cy, r]) => Math.hypot(x - cx, y - cy) < r);
  const distance = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!inside(x, y)) continue;
      let least = Number.POSITIVE_INFINITY;
      for (let v = 0; v < height; v++) {
        for (let u = 0; u < width; u++) if (!inside(u, v)) least = Math.min(least, Math.hypot(u - x, v - y));
      }
      distance[y * width + x] = least;
    }
  }
  return distance;
}

const touching = discs(44, 22, [
  [12, 11, 9],
  [28, 11, 9],
]);

describe("splitTouching", () => {
  it("splits two discs at their waist", () => {
    const { labels, count } = splitTouching(touching, 44, 22, 0.8);
    expect(count).toBe(2);
    expect(labels[11 * 44 + 12]).not.toBe(labels[11 * 44 + 28]);
    // The border runs through the waist at x = 20.
    expect(labels[11 * 44 + 17]).toBe(labels[11 * 44 + 12]);
    expect(labels[11 * 44 + 23]).toBe(labels[11 * 44 + 28]);
  });

  it("does not split them at a lower waist ratio", () => {
    expect(splitTouching(touching, 44, 22, 0).count).toBe(1);
    // Saddle / peak is sqrt(81 - 64) / 9 = 0.46.
    expect(splitTouching(touching, 44, 22, 0.35).count).toBe(1);
  });

  it("never splits a disc, and labels exactly the mask", () => {
    const distance = discs(30, 30, [[15, 14, 11]]);
    const { labels, count } = splitTouching(distance, 30, 30, 0.97);
    expect(count).toBe(1);
    expect([...labels].map((label) => label > 0)).toEqual([...distance].map((value) => value > 0));
  });

  it("tells separate regions apart at any waist ratio", () => {
    const distance = discs(40, 20, [
      [8, 9, 6],
      [28, 9, 8],
    ]);
    expect(splitTouching(distance, 40, 20, 0).count).toBe(2);
  });
});
