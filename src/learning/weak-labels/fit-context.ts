import { type Bags, meanOfOthers } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { type ContextHead, foldedIn, standardise, unfolded } from "./context-head.ts";

/** What the head is fitted to. */
export interface ContextFit {
  readonly memory: CellMemory;
  readonly bags: Bags;
  /** Of each cell `[classes]`, 0 or 1: the labels of its tile. */
  readonly targets: readonly Float32Array[];
  /** Targets become `smoothing / 2` and `1 - smoothing / 2`. */
  readonly smoothing: number;
  /** `[classes]`, weight of the cells that have the class; those without it count 1. */
  readonly positiveWeights: readonly number[];
}

/** Steps a fit. Each epoch's goes on from the last one's, so few are needed. */
const steps = 40;

/** Weight of the squared weights, in standard deviations of the inputs. Between 0 and 1e-2 the sample generator's figures hardly change. */
const decay = 3e-3;

/** Cells that a fit looks at: a head of some thousand numbers needs no more, and 64 features of so many take four seconds. */
const mostCells = 8192;

/**
 * Fits the head that tells a cell's labels from what surrounds it: logistic regressions, one a class, from the means of the
 * other cells' features as the memory has them to the tile's labels. Convex, so that it is solved at the end of an epoch instead
 * of being learnt along the way: features drift while the network learns, and a head that runs after them stays behind.
 * Accelerated gradient descent (Nesterov 1983) with the step that the inputs' largest eigenvalue allows. A function of its inputs alone.
 * @param head to go on from
 * @returns `head` itself where no cell has others.
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
      // The logistic loss bends by a quarter of weight times eigenvalue at most.
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

/** Of the mean loss over the rows. */
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

/** Of the rows' second moments, with a one beside each row for the bias, by power iteration. */
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
  // Power iteration comes from below.
  return 1.05 * value;
}
