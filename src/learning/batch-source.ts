import type { Augmentation, Example, MicroBatch, MicroBatchPlan } from "./batches.ts";

/**
 * Where micro-batches come from: it reads crops, changes them at random and scales them. The same plan gives the same batch
 * wherever it is made, on the processor or on the GPU.
 */
export interface BatchSource {
  /** Side of the network's input in px. */
  readonly inputSize: number;
  /**
   * Prepares one micro-batch; the next may be asked for before this one is used.
   * @param augmentation null leaves the crops as they are.
   */
  readonly load: (
    examples: readonly Example[],
    plan: MicroBatchPlan,
    augmentation: Augmentation | null,
  ) => Promise<MicroBatch>;
  /** Frees what the source itself keeps on the backend. Batches that were loaded are of no more use. */
  readonly close: () => void;
}

/** Targets and mask of a planned micro-batch: what does not depend on where its crops are made. */
export function labelsOf(
  examples: readonly Example[],
  { indices, count }: MicroBatchPlan,
): Omit<MicroBatch, "input"> & { readonly chosen: readonly Example[] } {
  const chosen = indices.map((index) => examples[index] as Example);
  const classes = chosen[0]?.targets.length ?? 0;
  const targets = new Float32Array(chosen.length * classes);
  chosen.forEach((example, index) => {
    targets.set(example.targets, index * classes);
  });
  const mask = Float32Array.from({ length: chosen.length }, (_, index) => (index < count ? 1 : 0));
  return { chosen, targets, mask, count };
}
