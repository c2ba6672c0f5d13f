import * as tf from "@tensorflow/tfjs-core";
import type { MicroBatchPlan } from "../batches/batches.ts";
import type { Bags } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { type DarkOptions, darkShare } from "./dark-cells.ts";

/** What an objective looks up about the other cells of a cell's tile. */
export interface LookUp {
  /**
   * How to find cells that show no protein by their rank in the tile (`darkShare`). null or absent if they are not
   * looked for.
   */
  readonly dark?: DarkOptions | null;
  /** How the logits of the other cells are pooled. `exponent` is the r of the log-sum-exp. */
  readonly pooling: null | { readonly kind: "log-sum-exp"; readonly exponent: number } | { readonly kind: "attention" };
}

/** The pooled logits of the other cells of each cell. The objective adds the cell's own logits to them. */
export interface PooledOthers {
  /** `[batch, 1]`, the number of known cells in the bag, including the cell itself. */
  readonly count: tf.Tensor2D;
  /** `[batch, classes]`, the logarithm of the summed weights of the others. A weight is e^(r logit) or e^score. */
  readonly logWeight: tf.Tensor2D;
  /** `[batch, classes]`, the mean of the others' logits, weighted by attention. Zeros for log-sum-exp. */
  readonly mean: tf.Tensor2D;
}

/**
 * What the memory says about the other cells of each cell of a micro-batch. The tensors have no gradient. The caller
 * disposes them with `disposeOthers`.
 */
export interface OtherCells {
  /** `[batch]`, 1 if the memory knows another cell of the tile, and 0 otherwise. */
  readonly known: tf.Tensor1D;
  /** `[batch]`, 0..1, the result of `darkShare`. */
  readonly dark: tf.Tensor1D | null;
  readonly pooled: PooledOthers | null;
}

/** Used in place of log 0. It is far below any logit, and finite, so that no difference of infinities can occur. */
const logOfNothing = -1e4;

/** A numerically stable log Σ e^w over the others, and the mean of their values with the weights e^w. */
function pool(
  others: readonly number[],
  weightAt: (cell: number) => number,
  valueAt: (cell: number) => number,
): { logWeight: number; mean: number } {
  let highest = Number.NEGATIVE_INFINITY;
  for (const cell of others) highest = Math.max(highest, weightAt(cell));
  let total = 0;
  let sum = 0;
  for (const cell of others) {
    const weight = Math.exp(weightAt(cell) - highest);
    total += weight;
    sum += weight * valueAt(cell);
  }
  return { logWeight: highest + Math.log(total), mean: sum / total };
}

function poolOthers(
  memory: CellMemory,
  { members }: Bags,
  indices: readonly number[],
  pooling: NonNullable<LookUp["pooling"]>,
): PooledOthers {
  const { classes, logits, scores, seen } = memory;
  const count = new Float32Array(indices.length);
  const logWeight = new Float32Array(indices.length * classes).fill(logOfNothing);
  const mean = new Float32Array(indices.length * classes);
  indices.forEach((cell, row) => {
    const others = [...members[cell]!].filter((other) => other !== cell && seen[other] === 1);
    count[row] = others.length + 1;
    if (others.length === 0) return;
    for (let label = 0; label < classes; label += 1) {
      const logit = (other: number) => logits[other * classes + label]!;
      const weight =
        pooling.kind === "attention"
          ? (other: number) => scores[other * classes + label]!
          : (other: number) => pooling.exponent * logit(other);
      const pooled = pool(others, weight, logit);
      logWeight[row * classes + label] = pooled.logWeight;
      if (pooling.kind === "attention") mean[row * classes + label] = pooled.mean;
    }
  });
  const shape: [number, number] = [indices.length, classes];
  return {
    count: tf.tensor2d(count, [indices.length, 1]),
    logWeight: tf.tensor2d(logWeight, shape),
    mean: tf.tensor2d(mean, shape),
  };
}

/**
 * Looks up the other cells of a planned micro-batch.
 * @param made `[batch]`, true for cells that a synthetic helper changed. They no longer belong to their tile, so their
 * other cells count as unknown.
 */
export function lookUpOthers(
  memory: CellMemory,
  bags: Bags,
  { indices }: MicroBatchPlan,
  { dark = null, pooling }: LookUp,
  made: readonly boolean[] = [],
): OtherCells {
  const isKnown = (cell: number, row: number) =>
    made[row] !== true && bags.members[cell]!.some((other) => other !== cell && memory.seen[other] === 1);
  return {
    known: tf.tensor1d(indices.map((cell, row) => (isKnown(cell, row) ? 1 : 0))),
    dark:
      dark === null
        ? null
        : tf.tensor1d(indices.map((cell, row) => (isKnown(cell, row) ? darkShare(memory, bags, cell, dark) : 0))),
    pooled: pooling === null ? null : poolOthers(memory, bags, indices, pooling),
  };
}

export function disposeOthers(others: OtherCells | null): void {
  if (others === null) return;
  const { known, dark, pooled } = others;
  tf.dispose([known, ...(dark ? [dark] : []), ...(pooled ? Object.values(pooled) : [])]);
}
