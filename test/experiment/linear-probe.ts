import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { averagePrecision } from "../../src/evaluation/average-precision.ts";

/** Solves `matrix x = right` by Gaussian elimination with pivots. Overwrites both arguments. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(matrix[row]?.[column] ?? 0) > Math.abs(matrix[pivot]?.[column] ?? 0)) pivot = row;
    }
    [matrix[column], matrix[pivot]] = [matrix[pivot]!, matrix[column]!];
    [right[column], right[pivot]] = [right[pivot]!, right[column]!];
    const base = matrix[column]!;
    for (let row = column + 1; row < size; row += 1) {
      const line = matrix[row]!;
      const factor = line[column]! / base[column]!;
      for (let k = column; k < size; k += 1) line[k]! -= factor * base[k]!;
      right[row]! -= factor * right[column]!;
    }
  }
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = right[row]!;
    for (let k = row + 1; k < size; k += 1) sum -= matrix[row]![k]! * solution[k]!;
    solution[row] = sum / matrix[row]![row]!;
  }
  return solution;
}

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares). The ridge is that of scikit-learn
 * with C = 1 and does not apply to the intercept.
 * @param rows standardised features, each row with a leading 1
 * @param targets 0 or 1
 * @returns one weight per feature
 */
export function fitLogistic(rows: readonly Float64Array[], targets: readonly number[]): Float64Array {
  const size = rows[0]?.length ?? 0;
  let weights = new Float64Array(size);
  for (let round = 0; round < 25; round += 1) {
    const hessian = Array.from({ length: size }, (_, k) =>
      Float64Array.from({ length: size }, (_unused, l) => (k === l && k > 0 ? 1 : k === l ? 1e-9 : 0)),
    );
    const gradient = Float64Array.from(weights, (weight, k) => (k > 0 ? weight : 0));
    rows.forEach((row, index) => {
      const chance = 1 / (1 + Math.exp(-scoreOf(weights, row)));
      const error = chance - targets[index]!;
      const curvature = Math.max(1e-9, chance * (1 - chance));
      for (let k = 0; k < size; k += 1) {
        const value = row[k]!;
        gradient[k]! += error * value;
        const line = hessian[k]!;
        for (let l = 0; l < size; l += 1) line[l]! += curvature * value * row[l]!;
      }
    });
    const step = solve(hessian, gradient);
    weights = weights.map((weight, k) => weight - step[k]!);
    if (step.every((value) => Math.abs(value) < 1e-6)) break;
  }
  return weights;
}

function scoreOf(weights: Float64Array, row: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) sum += weights[k]! * row[k]!;
  return sum;
}

/** Scales features to mean 0 and deviation 1 over `reference`, and adds a leading 1. */
function standardise(features: readonly (readonly number[])[], reference: readonly (readonly number[])[]) {
  const size = reference[0]?.length ?? 0;
  const means = Array.from({ length: size }, (_, k) => average(reference.map((row) => row[k]!)));
  const deviations = means.map((mean, k) => Math.sqrt(average(reference.map((row) => (row[k]! - mean) ** 2))) || 1);
  return features.map((row) =>
    Float64Array.from({ length: size + 1 }, (_, k) =>
      k === 0 ? 1 : (row[k - 1]! - means[k - 1]!) / deviations[k - 1]!,
    ),
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface ProbedCell {
  readonly truth: readonly number[];
  readonly features: readonly number[];
}

/**
 * Measures how well the measured features alone separate the classes. One logistic regression per class learns from
 * the TRUE labels of the training cells. High figures would mean that the cells are trivially separable.
 * @returns the mean average precision on the test cells
 */
export function probeLinearly(training: readonly ProbedCell[], test: readonly ProbedCell[]): number {
  const reference = training.map(({ features }) => features);
  const rows = standardise(reference, reference);
  const testRows = standardise(
    test.map(({ features }) => features),
    reference,
  );
  const precisions = hpaClasses.names.flatMap((_, index) => {
    const targets = training.map(({ truth }) => (truth.includes(index) ? 1 : 0));
    const testTargets = test.map(({ truth }) => (truth.includes(index) ? 1 : 0));
    const weights = fitLogistic(rows, targets);
    return (
      averagePrecision(
        testRows.map((row) => scoreOf(weights, row)),
        testTargets,
      ) ?? []
    );
  });
  return average(precisions);
}
