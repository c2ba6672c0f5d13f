import type { TileGeneration } from "./database.ts";

/*
 * One folder a tile:
 *
 *   tiles/<folder>/pixels                  all channels at source depth
 *   tiles/<folder>/thumbnail
 *   tiles/<folder>/<generation>-cells      label map of the cells
 *   tiles/<folder>/<generation>-nuclei     label map of the nuclei
 *   tiles/<folder>/<generation>-crops      crops in the order of the generation's numbers
 *
 * A folder's name is random and stands in the tile's row. A tile's own name may hold anything, be longer than a file
 * system likes, or differ from another's only by case, so it never becomes a file name.
 */

export const tilesFolder = "tiles";

export function tilePath(folder: string): string {
  return `${tilesFolder}/${folder}`;
}

export function pixelsPath(folder: string): string {
  return `${tilePath(folder)}/pixels`;
}

export function thumbnailPath(folder: string): string {
  return `${tilePath(folder)}/thumbnail`;
}

export type GenerationFile = "cells" | "nuclei" | "crops";

export function generationPath(folder: string, generation: TileGeneration["id"], file: GenerationFile): string {
  return `${tilePath(folder)}/${generation}-${file}`;
}

/** Whether a file of a tile's folder belongs to this generation, or to none in particular. */
export function isCurrent(fileName: string, generation: TileGeneration["id"] | null): boolean {
  if (fileName === "pixels" || fileName === "thumbnail") return true;
  return generation !== null && /^.+-(cells|nuclei|crops)$/.test(fileName) && fileName.startsWith(`${generation}-`);
}
