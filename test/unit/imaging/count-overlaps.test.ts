import { expect, it } from "vitest";
import { countOverlaps } from "../../../src/imaging/count-overlaps.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { readGrid } from "../segmentation/text-grid.ts";
import { randomGrid } from "./flood-pieces.ts";

function readMap(text: string) {
  const { width, height, values } = readGrid(text);
  return { width, height, labels: Uint16Array.from(values), count: Math.max(...values) };
}

it("counts the shared px of labels in the order of the first one, and the px of each label", () => {
  const first = readMap(`
    .33.
    1133
    11..
  `);
  const second = readMap(`
    22..
    2.11
    2211
  `);
  expect(countOverlaps(first, second)).toEqual({
    overlaps: [
      { first: 3, second: 2, area: 1 },
      { first: 1, second: 2, area: 3 },
      { first: 3, second: 1, area: 2 },
    ],
    firstAreas: Uint32Array.of(0, 4, 0, 4),
    secondAreas: Uint32Array.of(0, 4, 5),
  });
});

it("agrees with counting pair by pair", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    const { width, height, labels } = randomGrid(random);
    const first = { width, height, labels: Uint16Array.from(labels), count: 3 };
    const second = { ...first, labels: first.labels.map((label) => (random() < 0.7 ? label : 4 - label)), count: 4 };
    const { overlaps, firstAreas, secondAreas } = countOverlaps(first, second);
    const pixels = [...labels.keys()];
    const px = (one: number, other: number) =>
      pixels.filter((at) => first.labels[at] === one && second.labels[at] === other).length;
    for (const { first: one, second: other, area } of overlaps) expect(area).toBe(px(one, other));
    const pairs = new Set(pixels.map((at) => `${first.labels[at]} ${second.labels[at]}`));
    expect(overlaps.map((pair) => `${pair.first} ${pair.second}`)).toEqual(
      [...pairs].filter((pair) => !pair.includes("0")),
    );
    for (const label of [1, 2, 3]) {
      expect(firstAreas[label]).toBe(first.labels.filter((own) => own === label).length);
      expect(secondAreas[label]).toBe(second.labels.filter((own) => own === label).length);
    }
  }
});

it("keeps the highest labels of 16 bits apart", () => {
  const map = (label: number) => ({ width: 1, height: 1, labels: Uint16Array.of(label), count: 65_535 });
  expect(countOverlaps(map(65_535), map(65_534)).overlaps).toEqual([{ first: 65_535, second: 65_534, area: 1 }]);
});

it("refuses maps of different size", () => {
  const map = (width: number) => ({ width, height: 6 / width, labels: new Uint16Array(6), count: 0 });
  expect(() => countOverlaps(map(2), map(3))).toThrow(RangeError);
});
