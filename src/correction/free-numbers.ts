import { mostInstances } from "../domain/tile/label-map.ts";

/**
 * Numbers for new cells: first those above the highest number in use, then, when 16 bits are used up, the lowest gaps.
 *
 * @returns fewer numbers than `wanted` when there are no more.
 */
export function freeNumbers(used: ReadonlyMap<number, unknown>, wanted: number): number[] {
  let highest = 0;
  for (const number of used.keys()) highest = Math.max(highest, number);
  const free: number[] = [];
  for (let number = highest + 1; number <= mostInstances && free.length < wanted; number++) free.push(number);
  for (let number = 1; number < highest && free.length < wanted; number++) if (!used.has(number)) free.push(number);
  return free;
}
