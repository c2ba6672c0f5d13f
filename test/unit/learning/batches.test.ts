import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadMicroBatch, planMicroBatches } from "../../../src/learning/batches.ts";
import { openCropReader } from "../../../src/learning/crop-reader.ts";
import { reduceCrop } from "../../../src/learning/reduce-crop.ts";
import { sampleCells } from "./sample-crops.ts";

describe("planMicroBatches", () => {
  it("fills the last one up with the order's first cells", () => {
    expect(planMicroBatches([7, 3, 9, 5, 1], 2)).toEqual([
      { indices: [7, 3], count: 2 },
      { indices: [9, 5], count: 2 },
      { indices: [1, 7], count: 1 },
    ]);
    expect(planMicroBatches([4], 3)).toEqual([{ indices: [4, 4, 4], count: 1 }]);
    expect(planMicroBatches([], 3)).toEqual([]);
  });

  it("fills the last one of a part with the whole's first cells instead of copies of its own", () => {
    expect(planMicroBatches([4], 3, [8, 5, 4])).toEqual([{ indices: [4, 8, 5], count: 1 }]);
    expect(planMicroBatches([4], 4, [8, 4])).toEqual([{ indices: [4, 8, 4, 8], count: 1 }]);
  });

  it("has every cell once among the real ones and always the same size", () => {
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
  it("reads across tiles in the order asked for, at the network's size", async () => {
    const { cells, crops } = sampleCells(3, 2, 8);
    const reader = openCropReader(crops, 4, 0);
    const wanted = [5, 0, 3, 1].map((index) => cells[index] as (typeof cells)[number]);
    const read = await reader.read(wanted);
    for (const [index, cell] of wanted.entries()) {
      const whole = await crops.read(cell.tileId, [cell.number]);
      expect(read[index]).toEqual(reduceCrop(whole, 8, 4));
    }
  });

  it("remembers as many crops as there is room for", async () => {
    const { cells, crops, reads } = sampleCells(2, 3, 4);
    const reader = openCropReader(crops, 4, 4 * 64);
    const first = await reader.read(cells);
    expect(reads()).toBe(6);
    expect(await reader.read(cells)).toEqual(first);
    expect(reads()).toBe(8);
  });
});

describe("loadMicroBatch", () => {
  const { cells, crops } = sampleCells(2, 2, 4);
  const examples = cells.map((cell, index) => ({ ...cell, targets: Float32Array.of(index, 1) }));
  const reader = openCropReader(crops, 4, 0);
  const plan = { indices: [2, 0, 1], count: 2 };

  it("holds scaled crops, targets and the mask", async () => {
    const batch = await loadMicroBatch(reader, examples, plan, null);
    const [first] = await reader.read([examples[2] as (typeof examples)[number]]);
    expect(batch.input).toHaveLength(3 * 64);
    expect([...batch.input.subarray(0, 64)]).toEqual(
      [...(first as Uint8Array)].map((value) => Math.fround(value / 255)),
    );
    expect([...batch.targets]).toEqual([2, 1, 0, 1, 1, 1]);
    expect([...batch.mask]).toEqual([1, 1, 0]);
    expect(batch.count).toBe(2);
  });

  it("changes a crop by its cell and epoch, not by its place in the batch", async () => {
    const options = { flips: true, rightAngles: true, rotation: 30, scale: 0.2, intensity: 0.2 };
    const augmentation = { options, seed: 1, epoch: 1 };
    const cellOf = async (order: number[], place: number, epoch: number) => {
      const batch = await loadMicroBatch(reader, examples, { indices: order, count: 2 }, { ...augmentation, epoch });
      return [...batch.input.subarray(place * 64, (place + 1) * 64)];
    };
    expect(await cellOf([2, 0], 0, 1)).toEqual(await cellOf([1, 2], 1, 1));
    expect(await cellOf([2, 0], 0, 1)).not.toEqual(await cellOf([2, 0], 0, 2));
  });
});
