import type { LabelMap } from "../../domain/tile/label-map.ts";

/**
 * Place and moments of every region of a label map, `[count + 1]` each; index 0 is not used. A number that does not
 * occur has `area` 0. Moments are taken about the region's first px (`originX`, `originY`), so that the sums stay small
 * enough to be exact.
 */
export interface RegionSums {
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly right: Int32Array;
  readonly bottom: Int32Array;
  readonly area: Float64Array;
  readonly originX: Int32Array;
  readonly originY: Int32Array;
  readonly sumX: Float64Array;
  readonly sumY: Float64Array;
  readonly sumXX: Float64Array;
  readonly sumXY: Float64Array;
  readonly sumYY: Float64Array;
}

/** Goes over the map once, run by run, because a run's sums have a closed form. */
export function measureRegions({ width, height, labels, count }: LabelMap): RegionSums {
  const sums = {
    left: new Int32Array(count + 1).fill(width),
    top: new Int32Array(count + 1).fill(height),
    right: new Int32Array(count + 1),
    bottom: new Int32Array(count + 1),
    area: new Float64Array(count + 1),
    originX: new Int32Array(count + 1),
    originY: new Int32Array(count + 1),
    sumX: new Float64Array(count + 1),
    sumY: new Float64Array(count + 1),
    sumXX: new Float64Array(count + 1),
    sumXY: new Float64Array(count + 1),
    sumYY: new Float64Array(count + 1),
  };
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let start = 0; start < width; ) {
      const label = labels[row + start]!;
      let end = start + 1;
      while (end < width && labels[row + end] === label) end++;
      if (label > 0) addRun(sums, label, y, start, end);
      start = end;
    }
  }
  return sums;
}

function addRun(sums: RegionSums, label: number, y: number, start: number, end: number): void {
  if (sums.area[label] === 0) {
    sums.originX[label] = start;
    sums.originY[label] = y;
    sums.top[label] = y;
  }
  if (start < sums.left[label]!) sums.left[label] = start;
  if (end > sums.right[label]!) sums.right[label] = end;
  sums.bottom[label] = y + 1;
  const length = end - start;
  const first = start - sums.originX[label]!;
  const last = first + length - 1;
  const down = y - sums.originY[label]!;
  const sumX = (length * (first + last)) / 2;
  // The sum of k² from first to last: that of the mean, plus n (n² - 1) / 12, the sum of squares about the run's
  // middle.
  const sumXX = (sumX * sumX) / length + (length * (length * length - 1)) / 12;
  add(sums.area, label, length);
  add(sums.sumX, label, sumX);
  add(sums.sumY, label, length * down);
  add(sums.sumXX, label, sumXX);
  add(sums.sumXY, label, sumX * down);
  add(sums.sumYY, label, length * down * down);
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at]! += amount;
}
