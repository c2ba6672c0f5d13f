import { randomStream, shuffledIndices } from "../random.ts";
import { countLabels, type LabelledTile, unitsOf } from "./split.ts";

/**
 * Deals tiles into folds of about the same size. All tiles of a group go into the same fold. The folds are
 * stratified by label (Sechidis, Tsoumakas and Vlahavas 2011): the rarest label is dealt first, and each unit goes
 * to the fold that has that label least often. Among such folds it goes to the smallest.
 * @returns the ids of each fold's tiles. Every tile occurs once. There are fewer than `folds` folds if there are
 * fewer tiles or groups.
 */
export function dealFolds(tiles: readonly LabelledTile[], folds: number, seed: number): string[][] {
  const units = unitsOf(tiles);
  const order = shuffledIndices(units.length, randomStream(seed, "folds"));
  let waiting = Array.from(order, (index) => units[index]!);
  const dealt = Array.from({ length: Math.min(folds, units.length) }, () => ({
    tileIds: [] as string[],
    labels: [] as number[],
  }));
  while (waiting.length > 0) {
    const rarest = [...countLabels(waiting)].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]?.[0];
    const picked = rarest === undefined ? waiting : waiting.filter(({ labels }) => labels.includes(rarest));
    for (const unit of picked) {
      const having = (fold: (typeof dealt)[number]) => fold.labels.filter((label) => label === rarest).length;
      const [fold] = [...dealt].sort((a, b) => having(a) - having(b) || a.tileIds.length - b.tileIds.length);
      fold?.tileIds.push(...unit.tileIds);
      fold?.labels.push(...unit.labels);
    }
    waiting = waiting.filter((unit) => !picked.includes(unit));
  }
  return dealt.map(({ tileIds }) => tileIds);
}
