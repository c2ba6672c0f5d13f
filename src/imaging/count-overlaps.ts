import type { LabelMap } from "../domain/tile/label-map.ts";

/** A label of one map and a label of another map that share px. */
export interface LabelOverlap {
  /** > 0. */
  readonly first: number;
  /** > 0. */
  readonly second: number;
  /** px that have both labels, at least 1. */
  readonly area: number;
}

export interface LabelOverlaps {
  /** In the order of the first shared px, row by row. */
  readonly overlaps: readonly LabelOverlap[];
  /** `[first.count + 1]`: px of each label of the first map; 0 for labels that do not occur and for the background. */
  readonly firstAreas: Uint32Array;
  /** `[second.count + 1]`: the same of the second map. */
  readonly secondAreas: Uint32Array;
}

/**
 * Counts in one pass how the labels of two maps overlap.
 *
 * @throws RangeError when the maps differ in size.
 */
export function countOverlaps(first: LabelMap, second: LabelMap): LabelOverlaps {
  if (first.width !== second.width || first.height !== second.height) {
    throw new RangeError("Label maps of different size cannot be matched.");
  }
  const firstAreas = new Uint32Array(first.count + 1);
  const secondAreas = new Uint32Array(second.count + 1);
  const shared = new Map<number, number>();
  const stride = second.count + 1;
  const size = first.labels.length;
  for (let at = 0; at < size; ) {
    const [one, other] = [first.labels[at]!, second.labels[at]!];
    // A run is counted before it is looked up in `shared`: neighbouring pixels mostly have the same two labels.
    const start = at;
    do at++;
    while (at < size && first.labels[at] === one && second.labels[at] === other);
    firstAreas[one]! += at - start;
    secondAreas[other]! += at - start;
    const pair = one * stride + other;
    if (one > 0 && other > 0) shared.set(pair, (shared.get(pair) ?? 0) + at - start);
  }
  firstAreas[0] = 0;
  secondAreas[0] = 0;
  const overlaps = Array.from(shared, ([pair, area]) => ({
    first: Math.floor(pair / stride),
    second: pair % stride,
    area,
  }));
  return { overlaps, firstAreas, secondAreas };
}
