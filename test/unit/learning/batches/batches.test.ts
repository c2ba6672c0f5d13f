import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planMicroBatches } from "../../../../src/learning/batches/batches.ts";
import { openCropReader } from "../../../../src/learning/batches/crop-reader.ts";
import { reduceCrop } from "../../../../src/learning/batches/reduce-crop.ts";
import { sampleCells } from "../sample-crops.ts";

describe("planMicroBatches", () => {
  it("fills the last micro-batch up with the first cells of the order", () => {
    expect(planMicroBatches([7, 3, 9, 5, 1], 2)).toEqual([
      { indices: [7, 3], count: 2 },
      { indices: [9, 5], count: 2 },
      { indices: [1, 7], count: 1 },
    ]);
    expect(planMicroBatches([4], 3)).toEqual([{ indices: [4, 4, 4], count: 1 }]);
    expect(planMicroBatches([], 3)).toEqual([]);
  });

  it("fills the last micro-batch of a part with the first cells of the whole order", () => {
    expect(planMicroBatches([4], 3, [8, 5, 4])).toEqual([{ indices: [4, 8, 5], count: 1 }]);
    expect(planMicroBatches([4], 4, [8, 4])).toEqual([{ indices: [4, 8, 4, 8], count: 1 }]);
  });

  it("has every cell once among the real cells, and always the same size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 9 }), (count, size) => {
        const order = Array.from({ length: count }, (_, index) => index * 3);
        const plans = planMicroBatches(order, size);
        expect(plans.flatMap(({ indices, count: real }) => indices.slice(0, real))).toEqual(order);
        for (const { indices } of plans) {
          expect(indices).toHaveLength(size);
          for (const index of indices) expect(order).toContain(index);
        }
      }),
      { seed: 2 },
    );
  });
});

describe("openCropReader", () => {
  it("reads crops of several tiles in the requested order, at the network's input size", async () => {
    const { cells, crops } = sampleCells(3, 2, 8);
    const reader = openCropReader(crops, 4, 0);
    const wanted = [5, 0, 3, 1].map((index) => cells[index]!);
    const read = await reader.read(wanted);
    for (const [index, cell] of wanted.entries()) {
      const whole = await crops.read(cell.tileId, [cell.number]);
      expect(read[index]).toEqual(reduceCrop(whole, 8, 4));
    }
  });

  it("caches as many crops as there is room for", async () => {
    const { cells, crops, reads } = sampleCells(2, 3, 4);
    const reader = openCropReader(crops, 4, 4 * 64);
    const first = await reader.read(cells);
    expect(reads()).toBe(6);
    expect(await reader.read(cells)).toEqual(first);
    expect(reads()).toBe(8);
  });
});
