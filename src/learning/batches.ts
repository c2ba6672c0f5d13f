import type { CellReference } from "../domain/cell.ts";
import type { AugmentationOptions } from "../domain/training.ts";
import { augmentCrop, scaleCrop } from "./augment.ts";
import type { CropReader } from "./crop-reader.ts";
import { randomStream } from "./random.ts";

/** A cell with what it is to be recognised as. */
export interface Example extends CellReference {
  /** `[classes]`, 0 or 1. */
  readonly targets: Float32Array;
}

/** What goes to the GPU at once. Always full: the backend reuses buffers only at their exact size. */
export interface MicroBatch {
  /** `[batch, size, size, 4]`, 0..1. */
  readonly input: Float32Array;
  /** `[batch, classes]`. */
  readonly targets: Float32Array;
  /** `[batch]`, 0 for cells that only fill the batch. */
  readonly mask: Float32Array;
  /** Real cells. */
  readonly count: number;
}

/** The cells of one micro-batch: `indices` into the examples, of which the first `count` are real. */
export interface MicroBatchPlan {
  readonly indices: readonly number[];
  readonly count: number;
}

/**
 * Cuts an order of examples into micro-batches of one fixed size. The last is filled up with the first cells of `filling`,
 * masked out of the loss: real cells, so that batch normalisation sees nothing that is not there.
 * @param filling the whole epoch's order where `order` is a part of it: a last batch of one cell would otherwise be filled
 * with copies of that cell, and its statistics, the newest when the epoch is validated, would be those of one cell.
 */
export function planMicroBatches(
  order: ArrayLike<number>,
  size: number,
  filling: ArrayLike<number> = order,
): MicroBatchPlan[] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, batch) => {
    const start = batch * size;
    const count = Math.min(size, order.length - start);
    const indices = Array.from({ length: size }, (_, index) => {
      return (index < count ? order[start + index] : filling[(index - count) % filling.length]) as number;
    });
    return { indices, count };
  });
}

/** Random changes for the crops of one epoch. */
export interface Augmentation {
  readonly options: AugmentationOptions;
  readonly seed: number;
  readonly epoch: number;
}

/** Reads, changes and scales the crops of one micro-batch. The arrays are new: a backend may keep what it is given. */
export async function loadMicroBatch(
  reader: CropReader,
  examples: readonly Example[],
  plan: MicroBatchPlan,
  augmentation: Augmentation | null,
): Promise<MicroBatch> {
  const chosen = plan.indices.map((index) => examples[index] as Example);
  const crops = await reader.read(chosen);
  const pixels = reader.inputSize * reader.inputSize * 4;
  const classes = chosen[0]?.targets.length ?? 0;
  const input = new Float32Array(chosen.length * pixels);
  const targets = new Float32Array(chosen.length * classes);
  chosen.forEach((example, index) => {
    const crop = crops[index] as Uint8Array;
    const into = input.subarray(index * pixels, (index + 1) * pixels);
    if (augmentation === null) scaleCrop(crop, into);
    else {
      const { seed, epoch, options } = augmentation;
      const random = randomStream(seed, "augment", epoch, example.tileId, example.number);
      augmentCrop(crop, reader.inputSize, options, random, into);
    }
    targets.set(example.targets, index * classes);
  });
  const mask = Float32Array.from({ length: chosen.length }, (_, index) => (index < plan.count ? 1 : 0));
  return { input, targets, mask, count: plan.count };
}
