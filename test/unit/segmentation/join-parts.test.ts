import { describe, expect, it } from "vitest";
import { joinParts } from "../../../src/segmentation/join-parts.ts";

/** Two halves of a 20 x 10 rectangle; `saddle` and `seam` are the distance and the signal on their border. */
function halves(
  saddle: number,
  seam: number,
): Parameters<typeof joinParts>[0] extends infer Parts
  ? { parts: Parts; distance: Float32Array; signal: Float32Array }
  : never {
  const labels = Int32Array.from({ length: 200 }, (_, pixel) => (pixel % 20 < 10 ? 1 : 2));
  const distance = Float32Array.from(labels, (_, pixel) => {
    const x = pixel % 20;
    return x === 9 || x === 10 ? saddle : 5;
  });
  const signal = Float32Array.from(labels, (_, pixel) => {
    const x = pixel % 20;
    return x === 9 || x === 10 ? seam : 100;
  });
  return { parts: { width: 20, height: 10, labels, count: 2 }, distance, signal };
}

function joined(saddle: number, seam: number, diameter: number, strength = 0.5): number {
  const { parts, distance, signal } = halves(saddle, seam);
  const result = joinParts(parts, distance, signal, diameter, strength);
  expect(new Set(result.labels)).toEqual(new Set(Array.from({ length: result.count }, (_, index) => index + 1)));
  return result.count;
}

describe("joinParts", () => {
  // A disc with a diameter of 16 px has 200 px.
  it("joins lobes that make up one nucleus", () => expect(joined(4, 100, 16)).toBe(1));
  it("keeps parts with a narrow waist apart", () => expect(joined(2, 100, 16)).toBe(2));
  it("keeps parts with a dark seam apart", () => expect(joined(4, 60, 16)).toBe(2));
  it("needs a higher ratio for a union as large as two nuclei", () => expect(joined(4, 100, 11)).toBe(2));
  it("follows the split strength", () => {
    expect(joined(4, 100, 16, 1)).toBe(2);
    expect(joined(2.5, 100, 16, 0)).toBe(1);
  });
  it("joins very small parts to their neighbours", () => {
    const { parts, distance, signal } = halves(2, 100);
    parts.labels.fill(1);
    for (const pixel of [0, 1, 20, 21]) parts.labels[pixel] = 2;
    expect(joinParts(parts, distance, signal, 16, 0.5).count).toBe(1);
  });
});
