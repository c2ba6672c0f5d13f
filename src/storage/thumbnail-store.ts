import type { Picture } from "../domain/tile/picture.ts";
import { missingFile, readFile } from "./files/private-files.ts";
import { writeFile } from "./files/write-private-file.ts";
import { thumbnailPath } from "./tile-paths.ts";

/* The file holds two 32-bit little-endian numbers (width, height), then the RGBA values. */
const headerBytes = 8;

/**
 * Stores a tile's thumbnail in its folder.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writeThumbnail(folder: string, picture: Picture, subject: string): Promise<void> {
  const header = new Uint32Array([picture.width, picture.height]);
  return writeFile(thumbnailPath(folder), [header, picture.rgba], subject);
}

/**
 * Reads a tile's thumbnail.
 *
 * @throws StorageBroken when the file is missing or damaged.
 */
export async function readThumbnail(folder: string, subject: string): Promise<Picture> {
  const buffer = await readFile(thumbnailPath(folder), subject);
  if (buffer.byteLength < headerBytes) throw missingFile(subject);
  const [width = 0, height = 0] = new Uint32Array(buffer, 0, headerBytes / 4);
  const rgba = new Uint8ClampedArray(buffer.slice(headerBytes));
  if (rgba.length !== width * height * 4) throw missingFile(subject);
  return { width, height, rgba };
}
