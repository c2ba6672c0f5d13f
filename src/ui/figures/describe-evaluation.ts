import type { EvaluationReport } from "../../domain/localisation/evaluation.ts";
import { formatCount, formatWhole } from "../format/format-number.ts";

const plurals = { tile: "tiles", antibody: "antibodies", gene: "genes" } as const;

/** Says in one sentence on which cells the figures were measured, and with which weights. */
export function describeEvaluation({ epoch, cells, tiles, heldBackBy, bootstrap }: EvaluationReport): string {
  const by =
    heldBackBy === "tile"
      ? ""
      : `, held back by ${heldBackBy} (${formatWhole(bootstrap.clusters)} ${
          bootstrap.clusters === 1 ? heldBackBy : plurals[heldBackBy]
        })`;
  return `${formatCount(cells, "cell")} of ${formatCount(tiles, "tile")} that were not trained on${by}; weights after epoch ${epoch}.`;
}

/** Says what an interval means here, or why there is none. */
export function describeIntervals({ heldBackBy, bootstrap, meanAveragePrecision, classes }: EvaluationReport): string {
  const { resamples, level, clusters } = bootstrap;
  if (resamples === 0) return "No intervals: they need two validation tiles or more.";
  const figures = [
    meanAveragePrecision,
    ...classes.flatMap(({ averagePrecision, rocAuc, f1 }) => [averagePrecision, rocAuc, f1]),
  ];
  if (!figures.some((figure) => figure != null && figure.interval !== null)) {
    return `No intervals: every class has its validation cells from a single ${heldBackBy}.`;
  }
  const few = clusters < 20 ? " With so few of them, the ranges are too narrow." : "";
  return `Ranges hold the middle ${Math.round(100 * level)} % of ${formatWhole(resamples)} bootstrap resamples of the ${formatWhole(clusters)} ${plurals[heldBackBy]}. They show how far a figure would change with others.${few}`;
}
