import { meanOfDefined } from "./class-metrics.ts";
import type { MaskOverlap } from "./mask-overlaps.ts";

/** One tile's predicted and true instances. */
export interface InstanceTile {
  readonly overlaps: readonly MaskOverlap[];
  /** The predicted instances: number, and `[classes]` confidences. Every class of every instance is a prediction. */
  readonly predictions: readonly { readonly number: number; readonly confidences: ArrayLike<number> }[];
  /** The true instances: number, and indices of their classes. */
  readonly truths: readonly { readonly number: number; readonly classes: readonly number[] }[];
}

export interface InstanceFigures {
  /** One entry for each class. */
  readonly classes: readonly {
    /** True instances that have the class. */
    readonly truths: number;
    /** Null without truths. */
    readonly averagePrecision: number | null;
  }[];
  /** Mean of the defined average precisions; null when none is. */
  readonly meanAveragePrecision: number | null;
}

interface Decision {
  readonly confidence: number;
  readonly hit: boolean;
}

/** The threshold of the challenge: a hit needs at least this intersection over union. */
const instanceIou = 0.6;

/**
 * Mean average precision of instances, as in Open Images' instance segmentation challenge and in Kaggle's "Human
 * Protein Atlas - Single Cell Classification".
 *
 * The predictions of a class are ranked by confidence over all tiles. Each in turn takes a true instance of that class
 * in its tile: the one that it overlaps best, with at least `iou`, among those that no earlier prediction took. If
 * there is one, the prediction is a hit, else a false positive. With label maps and an `iou` above 0.5 an instance can
 * match one other instance at most, so the order of tied confidences does not matter; they are one point of the curve.
 *
 * The figure is the area under the interpolated curve, whose precision at a recall is the highest precision at this or
 * any greater recall (Everingham et al. 2010, as in TensorFlow's `object_detection/utils/metrics.py`, which scores Open
 * Images). So it is never below scikit-learn's plain sum.
 */
export function instanceAveragePrecision(
  tiles: readonly InstanceTile[],
  classes: number,
  iou: number = instanceIou,
): InstanceFigures {
  const figures = Array.from({ length: classes }, (_, index) => {
    const truths = tiles.reduce(
      (sum, tile) => sum + tile.truths.filter((truth) => truth.classes.includes(index)).length,
      0,
    );
    const decisions = tiles.flatMap((tile) => decide(tile, index, iou));
    return { truths, averagePrecision: truths === 0 ? null : interpolatedArea(decisions, truths) };
  });
  return {
    classes: figures,
    meanAveragePrecision: meanOfDefined(figures.map(({ averagePrecision }) => averagePrecision)),
  };
}

/**
 * Decides the predictions of one class in one tile; a true instance can only be taken by a prediction of its own tile.
 */
function decide({ overlaps, predictions, truths }: InstanceTile, index: number, iou: number): Decision[] {
  const open = new Set(truths.filter((truth) => truth.classes.includes(index)).map(({ number }) => number));
  const candidates = new Map<number, MaskOverlap[]>();
  for (const overlap of overlaps) {
    if (overlap.iou < iou || !open.has(overlap.real)) continue;
    candidates.set(overlap.found, [...(candidates.get(overlap.found) ?? []), overlap]);
  }
  const ranked = predictions
    .map(({ number, confidences }) => ({ number, confidence: confidences[index]! }))
    .sort((a, b) => b.confidence - a.confidence || a.number - b.number);
  return ranked.map(({ number, confidence }) => {
    const free = (candidates.get(number) ?? []).filter(({ real }) => open.has(real));
    const best = free.sort((a, b) => b.iou - a.iou)[0];
    if (best !== undefined) open.delete(best.real);
    return { confidence, hit: best !== undefined };
  });
}

function interpolatedArea(decisions: readonly Decision[], truths: number): number {
  const ranked = [...decisions].sort((a, b) => b.confidence - a.confidence);
  const points: { hits: number; precision: number }[] = [];
  let hits = 0;
  ranked.forEach(({ confidence, hit }, rank) => {
    if (hit) hits += 1;
    if (ranked[rank + 1]?.confidence !== confidence) points.push({ hits, precision: hits / (rank + 1) });
  });
  let area = 0;
  let highest = 0;
  for (let at = points.length - 1; at >= 0; at -= 1) {
    const { hits: reached, precision } = points[at]!;
    highest = Math.max(highest, precision);
    area += ((reached - (points[at - 1]?.hits ?? 0)) / truths) * highest;
  }
  return area;
}
