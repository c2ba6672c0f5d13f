import type { Shape } from "../../domain/cell/cell-measurements.ts";
import type { RegionSums } from "./measure-regions.ts";

/**
 * The ellipse that has the same second moments as a region, as in scikit-image's `regionprops`: an axis is four times
 * the square root of an eigenvalue of the inertia tensor, without the 1/12 for the extent of a px itself.
 *
 * @param number a region that occurs.
 * @returns axes in px, eccentricity 0..1.
 */
export function measureEllipse(
  sums: RegionSums,
  number: number,
): Pick<Shape, "eccentricity" | "majorAxisLength" | "minorAxisLength"> {
  const area = sums.area[number]!;
  const x = sums.sumX[number]! / area;
  const y = sums.sumY[number]! / area;
  const xx = sums.sumXX[number]! / area - x * x;
  const yy = sums.sumYY[number]! / area - y * y;
  const xy = sums.sumXY[number]! / area - x * y;
  const middle = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  const larger = Math.max(0, middle + reach);
  const smaller = Math.max(0, middle - reach);
  return {
    eccentricity: larger === 0 ? 0 : Math.sqrt(1 - smaller / larger),
    majorAxisLength: 4 * Math.sqrt(larger),
    minorAxisLength: 4 * Math.sqrt(smaller),
  };
}
