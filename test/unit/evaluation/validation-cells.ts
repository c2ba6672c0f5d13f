import type { ValidationCells } from "../../../src/evaluation/evaluation-report.ts";
import { randomStream } from "../../../src/learning/random.ts";

/**
 * Makes cells whose probabilities are right on average: a cell has class k with just that probability. Cells of a
 * cluster have similar probabilities, like cells of a tile.
 */
export function makeValidationCells(seed: number, clusterCount: number, cellsEach: number, classes: number) {
  const random = randomStream(seed, "validation cells");
  const cells = clusterCount * cellsEach;
  const probabilities = new Float32Array(cells * classes);
  const clusters = Uint32Array.from({ length: cells }, (_, cell) => Math.floor(cell / cellsEach));
  const bases = Array.from({ length: clusterCount * classes }, () => random() ** 2);
  const targets = Array.from(clusters, (cluster, cell) =>
    Float32Array.from({ length: classes }, (_, index) => {
      const probability = 0.8 * bases[cluster * classes + index]! + 0.2 * random();
      probabilities[cell * classes + index] = probability;
      return random() < probability ? 1 : 0;
    }),
  );
  return { probabilities, targets, clusters, clusterCount } satisfies ValidationCells;
}
