import type { TrainingOptions } from "./training-options.ts";

/**
 * The value of `microBatchSize` that leaves the choice to the program: before the first batch a probe finds the
 * largest micro-batch that the GPU's memory holds.
 */
export const automaticMicroBatch = 0;

/** Batch normalisation gets worse below 8 (Wu and He 2018, figure 1), and 8 crops fit nearly every GPU. */
const cautiousMicroBatch = 8;

/**
 * The possible sizes of a micro-batch, ascending: the divisors of `batchSize`, so that
 * micro-batches fill one batch exactly.
 */
export function divisorsOf(batchSize: number): readonly number[] {
  return Array.from({ length: batchSize }, (_, index) => index + 1).filter((size) => batchSize % size === 0);
}

/** The size that is used where no probe can be made: the largest divisor of the batch size that is at most 8. */
export function cautiousMicroBatchSize(batchSize: number): number {
  return Math.max(...divisorsOf(batchSize).filter((size) => size <= cautiousMicroBatch));
}

/**
 * Cells that are on the GPU at once with these options. It is the cautious size as long as the
 * probe has not been made.
 */
export function microBatchSizeOf({
  batchSize,
  microBatchSize,
}: Pick<TrainingOptions, "batchSize" | "microBatchSize">): number {
  return microBatchSize === automaticMicroBatch
    ? cautiousMicroBatchSize(batchSize)
    : Math.min(microBatchSize, batchSize);
}
