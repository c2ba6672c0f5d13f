import { describe, expect, it } from "vitest";
import { cautiousMicroBatchSize, divisorsOf, microBatchSizeOf } from "../../../../src/domain/training/micro-batch.ts";

describe("micro-batches", () => {
  it("add up to one batch", () => {
    expect(divisorsOf(12)).toEqual([1, 2, 3, 4, 6, 12]);
    expect(divisorsOf(7)).toEqual([1, 7]);
    expect(divisorsOf(1)).toEqual([1]);
  });

  it("are at most 8 cells where no probe can be made", () => {
    expect([1, 7, 8, 12, 32, 100, 11].map(cautiousMicroBatchSize)).toEqual([1, 7, 8, 6, 8, 5, 1]);
  });

  it("are what the options say, no larger than the batch", () => {
    expect(microBatchSizeOf({ batchSize: 32, microBatchSize: 16 })).toBe(16);
    expect(microBatchSizeOf({ batchSize: 4, microBatchSize: 16 })).toBe(4);
    expect(microBatchSizeOf({ batchSize: 20, microBatchSize: 0 })).toBe(5);
  });
});
