import type { TrainingOptions } from "./training-options.ts";

/** As `microBatchSize`: the largest that the GPU's memory holds is found by a probe before the run's first batch. */
export const automaticMicroBatch = 0;

/** Below 8 batch normalisation gets worse (Wu and He 2018, figure 1), and 8 crops fit nearly every GPU. */
const cautiousMicroBatch = 8;

/** What micro-batches can be, ascending: they add up to one batch exactly. */
export function divisorsOf(batchSize: number): readonly number[] {
  return Array.from({ length: batchSize }, (_, index) => index + 1).filter((size) => batchSize % size === 0);
}

/** What is taken where no probe can be made: the largest divisor of the batch up to 8. */
export function cautiousMicroBatchSize(batchSize: number): number {
  return Math.max(...divisorsOf(batchSize).filter((size) => size <= cautiousMicroBatch));
}

/** Cells on the GPU at once under these options; the cautious figure while it has still to be found. */
export function microBatchSizeOf({
  batchSize,
  microBatchSize,
}: Pick<TrainingOptions, "batchSize" | "microBatchSize">): number {
  return microBatchSize === automaticMicroBatch
    ? cautiousMicroBatchSize(batchSize)
    : Math.min(microBatchSize, batchSize);
}
