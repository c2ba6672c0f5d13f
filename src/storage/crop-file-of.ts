import type { TileGeneration } from "./database.ts";

/**
 * The id of the file that holds each cell's crop, keyed by cell number. When a cell's crop
 * changes, it is in another file.
 */
export function cropFileOf({ cropFiles }: Pick<TileGeneration, "cropFiles">): ReadonlyMap<number, string> {
  return new Map(cropFiles.flatMap(({ id, numbers }) => numbers.map((number) => [number, id] as const)));
}
