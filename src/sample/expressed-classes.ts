import { hpaClasses, type WeakLabel } from "../domain/localisation/localisation.ts";
import type { Random } from "./seeded-random.ts";

/*
 * Which of its tile's classes a cell shows. Measured on 5,090 hand-labelled cells of the HPA challenge: the chance that a
 * cell has a class that its image has is 0.78 for nucleoplasm, 0.87 for nuclear speckles, 0.85 for mitochondria, 0.24 for
 * centrosome, 0.07 for mitotic spindle and 0.655 overall; one cell in ten shows no protein.
 * Independent draws would leave too many cells of one- and two-class tiles dark, so classes are drawn by systematic
 * sampling (Madow, 1949): every class keeps exactly its rate, and as few cells as possible go without any.
 */

const overallRate = 0.655;
const rates: ReadonlyMap<number, number> = new Map([
  [0, 0.78],
  [4, 0.87],
  [11, 0.07],
  [12, 0.24],
  [14, 0.85],
]);
/** Share of cells that show no protein whatever their tile's labels, unless the rates alone leave more of them dark. */
const darkShare = 0.1;

/** The chance that a cell shows class `classIndex` when its tile has it, 0..1. */
export function expressionRate(classIndex: number): number {
  return rates.get(classIndex) ?? overallRate;
}

/**
 * The classes that one cell shows, ascending; `[Negative]` for a cell without protein.
 *
 * @param wanted the tile's classes, without Negative.
 */
export function drawExpressedClasses(wanted: WeakLabel, random: Random): number[] {
  const shuffled = [...wanted];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor((i + 1) * random());
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  const dark = random() < darkShare;
  // The classes' rates lie end to end on a line; those are drawn whose stretch holds start, start + 1, start + 2 ...
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
