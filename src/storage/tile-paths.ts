import type { CropFile, TileGeneration } from "./database.ts";

/*
 * One folder a tile:
 *
 *   tiles/<folder>/pixels                  all channels at source depth
 *   tiles/<folder>/thumbnail
 *   tiles/<folder>/<generation>-cells      label map of the cells
 *   tiles/<folder>/<generation>-nuclei     label map of the nuclei
 *   tiles/<folder>/<crop file>-crops       crops in the order of the file's numbers
 *   tiles/<folder>/embeddings              features of the cells, with what they were made from
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

export function labelMapPath(folder: string, generation: TileGeneration["id"], map: "cells" | "nuclei"): string {
  return `${tilePath(folder)}/${generation}-${map}`;
}

export function cropsPath(folder: string, file: CropFile["id"]): string {
  return `${tilePath(folder)}/${file}-crops`;
}

export function embeddingsPath(folder: string): string {
  return `${tilePath(folder)}/embeddings`;
}

/** The files of a tile's folder that belong to this generation, or to none in particular. */
export function currentFiles(generation: TileGeneration | null): ReadonlySet<string> {
  const { id, cropFiles } = generation ?? { id: null, cropFiles: [] };
  return new Set([
    "pixels",
    "thumbnail",
    // Says itself which cells it is of.
    "embeddings",
    ...(id === null ? [] : [`${id}-cells`, `${id}-nuclei`]),
    ...cropFiles.map((file) => `${file.id}-crops`),
  ]);
}
