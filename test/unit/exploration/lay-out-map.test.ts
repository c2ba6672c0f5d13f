import { expect, it } from "vitest";
import type { MapProgress } from "../../../src/domain/cell/exploration.ts";
import { layOutMap } from "../../../src/exploration/lay-out-map.ts";
import { drawNormal, randomStream } from "../../../src/learning/random.ts";

const groups = 3;

/** Rows in three groups. Each group has its own direction; the rows' lengths do not depend on the group. */
function groupedRows(count: number, width: number): Float32Array {
  const random = randomStream(8, "groups");
  return Float32Array.from({ length: count * width }, () => 0.25 * drawNormal(random)).map((noise, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    return (1 + (row % 5)) * ((column % groups === row % groups ? 1 : 0) + noise);
  });
}

/** Share of cells whose nearest cell on the map is in their own group. */
function purity(positions: Float32Array): number {
  const count = positions.length / 2;
  let same = 0;
  for (let cell = 0; cell < count; cell += 1) {
    let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
    for (let other = 0; other < count; other += 1) {
      const apart = Math.hypot(
        positions[2 * cell]! - positions[2 * other]!,
        positions[2 * cell + 1]! - positions[2 * other + 1]!,
      );
      if (other !== cell && apart < least) [nearest, least] = [other, apart];
    }
    if (nearest % groups === cell % groups) same += 1;
  }
  return same / count;
}

it.each([
  ["few features", 12],
  ["more features than are arranged directly", 120],
])("places similar cells together, the same each time, with %s", (_name, width) => {
  const told: MapProgress[] = [];
  const make = () => layOutMap(groupedRows(90, width), width, randomStream(1, "map"), (news) => told.push(news));
  const positions = make();
  expect(positions).toHaveLength(180);
  expect(positions.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.max(...positions) - Math.min(...positions)).toBeCloseTo(1, 5);
  expect(purity(positions)).toBeGreaterThan(0.97);
  expect(make()).toEqual(positions);
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(["compare", "arrange"]));
  expect(told.at(-1)).toEqual({ stage: "arrange", share: 1 });
});

it("depends on the random numbers it is given", () => {
  const make = (seed: number) => layOutMap(groupedRows(40, 6), 6, randomStream(seed, "map"), () => {});
  expect(make(1)).not.toEqual(make(2));
});

it.each([0, 1, 2, 3, 4, 5])("lays out %i cells", (count) => {
  const positions = layOutMap(groupedRows(count, 6), 6, randomStream(1, "map"), () => {});
  expect(positions).toHaveLength(2 * count);
  expect(positions.every((value) => value >= 0 && value <= 1)).toBe(true);
  const places = Array.from({ length: count }, (_, cell) => positions.slice(2 * cell, 2 * cell + 2).join());
  expect(new Set(places).size).toBe(count);
});

it("places cells that are all the same", () => {
  const positions = layOutMap(new Float32Array(20 * 6).fill(1), 6, randomStream(1, "map"), () => {});
  expect(positions.every(Number.isFinite)).toBe(true);
});
