import { randomStream } from "../random.ts";
import { type CropChange, drawChange, noChange } from "./augment.ts";
import type { Augmentation, Example, MicroBatch, MicroBatchPlan } from "./batches.ts";
import { drawSynthetic } from "./synthetic-cells.ts";

/**
 * A source of micro-batches. It reads crops, changes them at random and scales them. The same plan gives the same batch
 * on the processor and on the GPU.
 */
export interface BatchSource {
  /** Side of the network's input in px. */
  readonly inputSize: number;
  /**
   * Prepares one micro-batch. The caller may ask for the next one before it uses this one.
   * @param augmentation null leaves the crops unchanged
   */
  readonly load: (
    examples: readonly Example[],
    plan: MicroBatchPlan,
    augmentation: Augmentation | null,
  ) => Promise<MicroBatch>;
  /** Frees what the source itself keeps on the backend. Do not use loaded batches afterwards. */
  readonly close: () => void;
}

/** How one cell is shown in one epoch. The result depends on the seed, the epoch, the cell and the options only. */
function showExample(
  { tileId, number, targets }: Example,
  augmentation: Augmentation | null,
): { readonly change: CropChange; readonly targets: Float32Array; readonly made: boolean } {
  if (augmentation === null) return { change: noChange, targets, made: false };
  const { seed, epoch, options, helpers = [] } = augmentation;
  const change = drawChange(options, randomStream(seed, "augment", epoch, tileId, number));
  if (helpers.length === 0) return { change, targets, made: false };
  // The helpers use their own random stream, so the other changes are the same with and without helpers.
  const synthetic = drawSynthetic(helpers, change, randomStream(seed, "synthetic", epoch, tileId, number));
  return synthetic === null ? { change, targets, made: false } : { ...synthetic, made: true };
}

/** Changes, targets and mask of a planned micro-batch. They do not depend on the device that makes its crops. */
export function showExamples(
  examples: readonly Example[],
  { indices, count }: MicroBatchPlan,
  augmentation: Augmentation | null,
): Omit<MicroBatch, "input"> & { readonly chosen: readonly Example[]; readonly changes: readonly CropChange[] } {
  const chosen = indices.map((index) => examples[index]!);
  const shown = chosen.map((example) => showExample(example, augmentation));
  const classes = chosen[0]?.targets.length ?? 0;
  const targets = new Float32Array(chosen.length * classes);
  shown.forEach((example, index) => {
    targets.set(example.targets, index * classes);
  });
  const mask = Float32Array.from({ length: chosen.length }, (_, index) => (index < count ? 1 : 0));
  const made = shown.map((example) => example.made);
  return { chosen, changes: shown.map(({ change }) => change), targets, mask, made, count };
}
