import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { openCropReader } from "../../../../src/learning/batches/crop-reader.ts";
import { processorBatchSource } from "../../../../src/learning/batches/processor-batch-source.ts";
import { sampleCells } from "../sample-crops.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

describe("processorBatchSource", () => {
  const { cells, crops } = sampleCells(2, 2, 4);
  const examples = cells.map((cell, index) => ({ ...cell, targets: Float32Array.of(index, 1) }));
  const reader = openCropReader(crops, 4, 0);
  const source = processorBatchSource(reader);
  const plan = { indices: [2, 0, 1], count: 2 };

  it("makes scaled crops, targets and the mask", async () => {
    const batch = await source.load(examples, plan, null);
    const [first] = await reader.read([examples[2]!]);
    const input = batch.input();
    expect(input.shape).toEqual([3, 4, 4, 4]);
    expect([...(await input.data()).subarray(0, 64)]).toEqual(
      [...(first as Uint8Array)].map((value) => Math.fround(value / 255)),
    );
    input.dispose();
    expect([...batch.targets]).toEqual([2, 1, 0, 1, 1, 1]);
    expect([...batch.mask]).toEqual([1, 1, 0]);
    expect(batch.count).toBe(2);
  });

  it("changes a crop depending on its cell and the epoch, not on its position in the batch", async () => {
    const options = { flips: true, rightAngles: true, rotation: 30, scale: 0.2, intensity: 0.2 };
    const augmentation = { options, seed: 1, epoch: 1 };
    const cellOf = async (order: number[], place: number, epoch: number) => {
      const batch = await source.load(examples, { indices: order, count: 2 }, { ...augmentation, epoch });
      const input = batch.input();
      const values = await input.data();
      input.dispose();
      return [...values.subarray(place * 64, (place + 1) * 64)];
    };
    expect(await cellOf([2, 0], 0, 1)).toEqual(await cellOf([1, 2], 1, 1));
    expect(await cellOf([2, 0], 0, 1)).not.toEqual(await cellOf([2, 0], 0, 2));
  });
});
