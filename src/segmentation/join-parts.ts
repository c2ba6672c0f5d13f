import { areasOf, type Regions, renumber } from "./measure/regions.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/**
 * Joins parts of nuclei that were split too far.
 *
 * No single waist ratio suits both crowds of small round nuclei, which must be split at a slight waist, and large lobed
 * nuclei, which must stay whole. So the distance map is split at nearly every waist first. Then neighbouring parts are
 * joined again, the most certain pair first, as long as
 *
 *     waist ratio * seam ratio * step >= joinRatio + joinRatioPerDoubling * log2(joint area / expected area)
 *
 * - waist ratio: the distance map's saddle over the lower of the two peaks.
 * - seam ratio: the mean signal on the border over the mean signal of the dimmer part; nuclei that touch have a dark
 *   line between them.
 * - step: a low power of the dimmer part's mean over the brighter part's mean; lobes of one nucleus are about equally
 *   bright, overlapping nuclei often are not.
 *
 * A union much larger than a nucleus needs better evidence; lobes that together make up one nucleus need less.
 */

/** The border between two parts. */
interface Border {
  /** Number of pairs of neighbouring pixels across the border. */
  pixels: number;
  /** Sum of the pairs' mean signals. */
  signal: number;
  /** The highest distance to the background at which the two parts meet, px. */
  saddle: number;
}

/**
 * @param parts changed in place.
 * @param distance `[height, width]`, px to the background: the map that was split.
 * @param signal `[height, width]`, stain above background, any unit.
 * @param diameter expected nucleus diameter, px.
 * @param splitStrength 0..1, see SegmentationOptions.
 */
export function joinParts(
  parts: Regions,
  distance: Float32Array,
  signal: Float32Array,
  diameter: number,
  splitStrength: number,
): Regions {
  const { labels, count } = parts;
  const areas = Float64Array.from(areasOf(parts));
  const sums = new Float64Array(count + 1);
  const peaks = new Float64Array(count + 1);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const label = labels[pixel]!;
    sums[label]! += signal[pixel]!;
    peaks[label] = Math.max(peaks[label]!, distance[pixel]!);
  }
  const neighbours = bordersOf(parts, distance, signal);
  const expected = (Math.PI / 4) * diameter * diameter;
  const ratio = tuning.joinRatio + (splitStrength - 0.5) * tuning.joinRatioPerStrength;

  /** How far the pair's ratio is above the ratio that it needs; pairs with a negative value are not joined. */
  function certainty(one: number, two: number, border: Border): number {
    const [areaOne, areaTwo] = [areas[one]!, areas[two]!];
    const waist = Math.min(1, border.saddle / Math.min(peaks[one]!, peaks[two]!));
    const dimmer = Math.min(sums[one]! / areaOne, sums[two]! / areaTwo);
    const seam = Math.min(1, Math.max(tuning.darkestSeam, border.signal / border.pixels / Math.max(dimmer, 1e-9)));
    const brighter = Math.max(sums[one]! / areaOne, sums[two]! / areaTwo);
    const step = (dimmer / Math.max(brighter, 1e-9)) ** tuning.stepPower;
    let needed = ratio + tuning.joinRatioPerDoubling * Math.log2((areaOne + areaTwo) / expected);
    if (Math.min(areaOne, areaTwo) < tuning.crumb * expected) needed = Math.min(needed, tuning.crumbJoinRatio);
    return waist * seam * step - needed;
  }

  const target = Int32Array.from({ length: count + 1 }, (_, label) => label);
  // One clump after the other, because joining two parts changes only the pairs around their union.
  for (let one = 1; one <= count; one++) {
    const clump = clumpOf(one, neighbours, target);
    for (;;) {
      let best = 0;
      let pair: readonly [number, number] | null = null;
      for (const part of clump) {
        for (const [other, border] of neighbours[part] ?? []) {
          if (other < part) continue;
          const found = certainty(part, other, border);
          if (found >= best) {
            best = found;
            pair = [part, other];
          }
        }
      }
      if (pair === null) break;
      const [into, from] = pair;
      target[from] = into;
      areas[into]! += areas[from]!;
      sums[into]! += sums[from]!;
      peaks[into] = Math.max(peaks[into]!, peaks[from]!);
      joinBorders(neighbours, into, from);
      clump.delete(from);
    }
  }
  for (let label = count; label >= 1; label--) {
    let end = label;
    while (target[end] !== end) end = target[end]!;
    target[label] = end;
  }
  return renumber(parts, target);
}

/** The parts that can be reached from `start` over borders; empty unless `start` is the lowest number among them. */
function clumpOf(start: number, neighbours: readonly Map<number, Border>[], target: Int32Array): Set<number> {
  const clump = new Set<number>();
  if (target[start] !== start) return clump;
  clump.add(start);
  for (const part of clump) {
    for (const other of neighbours[part]?.keys() ?? []) {
      if (other < start) return new Set();
      clump.add(other);
    }
  }
  return clump;
}

function joinBorders(neighbours: readonly Map<number, Border>[], into: number, from: number): void {
  const kept = neighbours[into]!;
  for (const [other, border] of neighbours[from]!) {
    const back = neighbours[other]!;
    back.delete(from);
    if (other === into) continue;
    const known = kept.get(other);
    const joint =
      known === undefined
        ? border
        : {
            pixels: known.pixels + border.pixels,
            signal: known.signal + border.signal,
            saddle: Math.max(known.saddle, border.saddle),
          };
    kept.set(other, joint);
    back.set(into, joint);
  }
  neighbours[from]?.clear();
}

function bordersOf(parts: Regions, distance: Float32Array, signal: Float32Array): Map<number, Border>[] {
  const { width, height, labels, count } = parts;
  const neighbours = Array.from({ length: count + 1 }, () => new Map<number, Border>());
  function meet(pixel: number, near: number): void {
    const one = labels[pixel]!;
    const two = labels[near]!;
    if (two === 0 || one === two) return;
    const border = neighbours[one]?.get(two) ?? { pixels: 0, signal: 0, saddle: 0 };
    border.pixels++;
    border.signal += (signal[pixel]! + signal[near]!) / 2;
    border.saddle = Math.max(border.saddle, Math.min(distance[pixel]!, distance[near]!));
    neighbours[one]?.set(two, border);
    neighbours[two]?.set(one, border);
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      if (labels[pixel] === 0) continue;
      if (x < width - 1) meet(pixel, pixel + 1);
      if (y === height - 1) continue;
      meet(pixel, pixel + width);
      if (x < width - 1) meet(pixel, pixel + width + 1);
      if (x > 0) meet(pixel, pixel + width - 1);
    }
  }
  return neighbours;
}
