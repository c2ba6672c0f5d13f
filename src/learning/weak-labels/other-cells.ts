import * as tf from "@tensorflow/tfjs-core";
import type { MicroBatchPlan } from "../batches/batches.ts";
import type { Bags } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { type DarkOptions, darkShare } from "./dark-cells.ts";

/** What an objective wants to know of the other cells of a cell's tile. */
export interface LookUp {
  /** Which cells show nothing, by their rank among them (`darkShare`); left out for a network without such a class. */
  readonly dark?: DarkOptions | null;
  /** Sums that pool their logits; the exponent r of the log-sum-exp where there is one. */
  readonly pooling: null | { readonly kind: "log-sum-exp"; readonly exponent: number } | { readonly kind: "attention" };
}

/** Others' logits, pooled: what a cell's own logit is to be added to. */
export interface PooledOthers {
  /** `[batch, 1]`, cells of the bag that are known, the cell itself among them. */
  readonly count: tf.Tensor2D;
  /** `[batch, classes]`, the logarithm of the others' summed weights: e^(r logit), or e^score. */
  readonly logWeight: tf.Tensor2D;
  /** `[batch, classes]`, mean of the others' logits by attention; zeros for log-sum-exp, which needs none. */
  readonly mean: tf.Tensor2D;
}

/** The other cells of each cell of a micro-batch, as the memory has them. Tensors without gradient; whoever asked disposes them. */
export interface OtherCells {
  /** `[batch]`, 1 for cells of whose tile another cell is known. */
  readonly known: tf.Tensor1D;
  /** `[batch]`, 0..1, how far a cell is thought to show nothing. */
  readonly dark: tf.Tensor1D | null;
  readonly pooled: PooledOthers | null;
}

/** Stands for log 0: far below any logit, and finite, so that no infinity meets another. */
const logOfNothing = -1e4;

/** Stable log Σ e^x, with the weighted mean of `values` under these weights. */
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
 * @param made cells that are no part of their tile any more; the others then count as unknown to them
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
