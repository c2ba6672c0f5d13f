import { expect, it } from "vitest";
import { neighbourGraph } from "../../../src/exploration/neighbour-graph.ts";
import { randomStream } from "../../../src/learning/random.ts";

it("finds the exact nearest rows of every row: the row itself, then the others by distance", () => {
  const [count, width, neighbours] = [150, 5, 9];
  const random = randomStream(3, "graph");
  const rows = Float32Array.from({ length: count * width }, random);
  // A copy of row 0 comes directly after the row itself, never before it.
  rows.copyWithin(7 * width, 0, width);
  const shares: number[] = [];
  const { indices, distances } = neighbourGraph(rows, width, neighbours, (share) => shares.push(share));
  for (let row = 0; row < count; row += 1) {
    const all = Array.from({ length: count }, (_, other) => {
      let square = 0;
      for (let at = 0; at < width; at += 1) {
        square += (rows[row * width + at]! - rows[other * width + at]!) ** 2;
      }
      return { other, distance: Math.sqrt(square) };
    }).sort((a, b) => a.distance - b.distance || (a.other === row ? -1 : b.other === row ? 1 : 0));
    expect(indices[row]).toEqual(all.slice(0, neighbours).map(({ other }) => other));
    for (const [at, distance] of distances[row]?.entries() ?? []) {
      expect(distance).toBeCloseTo(all[at]?.distance ?? Number.NaN, 6);
    }
  }
  expect(shares.at(-1)).toBe(1);
});
