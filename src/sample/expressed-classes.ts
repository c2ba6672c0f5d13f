import { hpaClasses, type WeakLabel } from "../domain/localisation/localisation.ts";
import type { Random } from "./seeded-random.ts";

/*
 * Draws which of its tile's classes a cell shows. The rates were measured on 5,090 hand-labelled cells of the HPA
 * challenge. The chance that a cell has a class that its image has is 0.78 for nucleoplasm, 0.87 for nuclear speckles,
 * 0.85 for mitochondria, 0.24 for centrosome, 0.07 for mitotic spindle and 0.655 overall. One cell in ten shows no
 * protein.
 *
 * Independent draws would leave too many cells of tiles with one or two classes without protein. So classes are drawn
 * by systematic sampling (Madow, 1949): every class has exactly its rate, and as few cells as possible show no class.
 */

const overallRate = 0.655;
const rates: ReadonlyMap<number, number> = new Map([
  [0, 0.78],
  [4, 0.87],
  [11, 0.07],
  [12, 0.24],
  [14, 0.85],
]);
/** Share of the cells that show no protein, whatever their tile's labels; low rates can make it more. */
const darkShare = 0.1;

/** The chance that a cell shows class `classIndex` when its tile has the class, 0..1. */
export function expressionRate(classIndex: number): number {
  return rates.get(classIndex) ?? overallRate;
}

/**
 * The classes that one cell shows, ascending; `[Negative]` for a cell without protein.
 *
 * @param wanted the tile's classes, indices in `hpaClasses`, without Negative.
 */
export function drawExpressedClasses(wanted: WeakLabel, random: Random): number[] {
  const shuffled = [...wanted];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor((i + 1) * random());
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  const dark = random() < darkShare;
  // Put the classes' rates end to end on a line. A class is drawn when its stretch holds one of start, start + 1, ...
  const start = random();
  let end = 0;
  const shown: number[] = [];
  for (const classIndex of shuffled) {
    const begin = end;
    end += Math.min(1, expressionRate(classIndex) / (1 - darkShare));
    if (Math.ceil(begin - start) < end - start) shown.push(classIndex);
  }
  return dark || shown.length === 0 ? [hpaClasses.negative as number] : shown.sort((a, b) => a - b);
}
