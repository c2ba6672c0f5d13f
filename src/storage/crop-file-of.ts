import type { TileGeneration } from "./database.ts";

/** By cell number, the file that holds the cell's crop: another file means another crop. */
export function cropFileOf({ cropFiles }: Pick<TileGeneration, "cropFiles">): ReadonlyMap<number, string> {
  return new Map(cropFiles.flatMap(({ id, numbers }) => numbers.map((number) => [number, id] as const)));
}
