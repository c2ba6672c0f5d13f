import type { CropFile, TileGeneration } from "./database.ts";

/*
 * Each tile has one folder:
 *
 *   tiles/<folder>/pixels                  all channels at source depth
 *   tiles/<folder>/thumbnail
 *   tiles/<folder>/<generation>-cells      label map of the cells
 *   tiles/<folder>/<generation>-nuclei     label map of the nuclei
 *   tiles/<folder>/<crop file>-crops       crops in the order of the file's numbers
 *   tiles/<folder>/embeddings              features of the cells, with the model and crops they were made from
 *
 * A folder's name is random, and the tile's row holds it. A tile's own name never becomes a file name, because it may
 * contain any character, be too long for a file system, or differ from another name only by case.
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

/** The names of the files in a tile's folder that are valid with this generation. */
export function currentFiles(generation: TileGeneration | null): ReadonlySet<string> {
  const { id, cropFiles } = generation ?? { id: null, cropFiles: [] };
  return new Set([
    "pixels",
    "thumbnail",
    // This file says itself which cells and crops it belongs to.
    "embeddings",
    ...(id === null ? [] : [`${id}-cells`, `${id}-nuclei`]),
    ...cropFiles.map((file) => `${file.id}-crops`),
  ]);
}
