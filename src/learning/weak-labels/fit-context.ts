import { type Bags, meanOfOthers } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { type ContextHead, foldedIn, standardise, unfolded } from "./context-head.ts";

/** The data that the context head is fitted to. */
export interface ContextFit {
  readonly memory: CellMemory;
  readonly bags: Bags;
  /** The labels of each cell's tile, `[classes]`, 0 or 1. */
  readonly targets: readonly Float32Array[];
  /** Targets become `smoothing / 2` and `1 - smoothing / 2`. */
  readonly smoothing: number;
  /** `[classes]`, weight of the cells that have the class. Cells without it have weight 1. */
  readonly positiveWeights: readonly number[];
}

/** Steps per fit. Few are needed, because each fit continues from the fit of the epoch before. */
const steps = 40;

/**
 * Factor of the squared weights in the loss, for standardised inputs. Between 0 and 1e-2 the figures on tiles of the
 * sample generator hardly change.
 */
const decay = 3e-3;

/**
 * Most cells that a fit uses. A head with some thousand numbers needs no more, and a fit with 64 features of this many
 * cells takes four seconds.
 */
const mostCells = 8192;

/**
 * Fits the context head with one logistic regression per class. The inputs are the means of the other cells'
 * features in the memory, and the targets are the tile's labels. The problem is convex, so it is solved at the end
 * of an epoch. A head that learns step by step would lag behind, because the features drift while the network
 * learns. The method is accelerated gradient descent (Nesterov 1983), and the inputs' largest eigenvalue determines
 * the step size. The result depends on the arguments only.
 * @param head the start of the fit
 * @returns `head` itself if no cell has others
 */
export function fitContext(
  { memory, bags, targets, smoothing, positiveWeights }: ContextFit,
  head: ContextHead,
): ContextHead {
  const { width, features, seen } = memory;
  const inputs = 2 * width;
  const classes = positiveWeights.length;
  const rows: Float32Array[] = [];
  const labels: Float32Array[] = [];
  const stride = Math.max(1, Math.ceil(targets.length / mostCells));
  for (let cell = 0; cell < targets.length; cell += stride) {
    if (bags.cells[cell]?.isPicture === true) continue;
    const row = new Float32Array(inputs);
    if (!meanOfOthers(bags, cell, features, width, seen, row)) continue;
    rows.push(row);
    labels.push(targets[cell]!);
  }
  if (rows.length === 0) return head;
  const scale = standardise(rows);
  const eigenvalue = largestEigenvalue(rows);
  let { weight, bias } = foldedIn(head, scale);
  let before = { weight, bias };
  for (let step = 0; step < steps; step += 1) {
    const momentum = step / (step + 3);
    const ahead = {
      weight: weight.map((value, index) => value + momentum * (value - before.weight[index]!)),
      bias: bias.map((value, index) => value + momentum * (value - before.bias[index]!)),
    };
    const gradient = slope(rows, labels, ahead, smoothing, positiveWeights);
    before = { weight, bias };
    const next = { weight: ahead.weight, bias: ahead.bias };
    for (let label = 0; label < classes; label += 1) {
      // The curvature of the logistic loss is at most a quarter of weight times eigenvalue.
      const rate = 1 / (0.25 * eigenvalue * positiveWeights[label]! + 2 * decay);
      for (let at = label * inputs; at < (label + 1) * inputs; at += 1) {
        const value = next.weight[at]!;
        next.weight[at] = value - rate * (gradient.weight[at]! + 2 * decay * value);
      }
      next.bias[label]! -= rate * gradient.bias[label]!;
    }
    weight = next.weight;
    bias = next.bias;
  }
  return unfolded({ weight, bias }, scale);
}

/** Gradient of the mean loss over the rows, without the decay. */
function slope(
  rows: readonly Float32Array[],
  labels: readonly Float32Array[],
  { weight, bias }: ContextHead,
  smoothing: number,
  positiveWeights: readonly number[],
): ContextHead {
  const inputs = rows[0]!.length;
  const sum = { weight: new Float32Array(weight.length), bias: new Float32Array(bias.length) };
  rows.forEach((row, cell) => {
    for (let label = 0; label < bias.length; label += 1) {
      const first = label * inputs;
      let logit = bias[label]!;
      for (let index = 0; index < inputs; index += 1) {
        logit += weight[first + index]! * row[index]!;
      }
      const given = labels[cell]![label]!;
      const target = given * (1 - smoothing) + smoothing / 2;
      const heaviness = 1 + given * (positiveWeights[label]! - 1);
      const error = (heaviness * (1 / (1 + Math.exp(-logit)) - target)) / rows.length;
      for (let index = 0; index < inputs; index += 1) {
        sum.weight[first + index]! += error * row[index]!;
      }
      sum.bias[label]! += error;
    }
  });
  return sum;
}

/** Largest eigenvalue of the rows' second moments, by power iteration. Each row gets an additional 1 for the bias. */
function largestEigenvalue(rows: readonly Float32Array[]): number {
  const inputs = rows[0]!.length;
  let direction = new Float64Array(inputs + 1).fill(1 / Math.sqrt(inputs + 1));
  let value = 1;
  for (let turn = 0; turn < 20; turn += 1) {
    const next = new Float64Array(inputs + 1);
    for (const row of rows) {
      let along = direction[inputs]!;
      for (let index = 0; index < inputs; index += 1) along += direction[index]! * row[index]!;
      for (let index = 0; index < inputs; index += 1) {
        next[index]! += (along * row[index]!) / rows.length;
      }
      next[inputs]! += along / rows.length;
    }
    value = Math.hypot(...next);
    direction = next.map((part) => part / value);
  }
  // Power iteration approaches the eigenvalue from below, so 5 % are added.
  return 1.05 * value;
}
