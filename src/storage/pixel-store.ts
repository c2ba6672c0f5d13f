import { type ChannelName, channelNames, type Samples, type TilePixels } from "../domain/tile/tile.ts";
import { missingFile, openFile } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { type Bytes, writeFile } from "./files/write-private-file.ts";
import { pixelsPath } from "./tile-paths.ts";

/*
 * The file holds four 32-bit little-endian numbers: width, height, bits a sample, and a bit mask of the channels in
 * it (red = 1, green = 2, blue = 4, yellow = 8). Then come the samples of each of these channels, row-major, in the
 * order of `channelNames`. They are not compressed: deflate takes more time than segmentation itself, and saves
 * only a quarter on fluorescence noise.
 */
const headerBytes = 16;

/** Number of bytes that storing these pixels takes. */
export function pixelBytes(pixels: TilePixels): number {
  return channelNames.reduce((sum, name) => sum + (pixels.channels[name]?.byteLength ?? 0), headerBytes);
}

/**
 * Stores a tile's pixels in its folder.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writePixels(folder: string, pixels: TilePixels, subject: string): Promise<void> {
  const present = channelNames.reduce((mask, name, bit) => mask | (pixels.channels[name] === null ? 0 : 1 << bit), 0);
  const header = new Uint32Array([pixels.width, pixels.height, pixels.bitDepth, present]);
  const samples = channelNames.flatMap((name) => pixels.channels[name] ?? []) as Bytes[];
  return writeFile(pixelsPath(folder), [header, ...samples], subject);
}

/**
 * Reads a tile's pixels. It reads each channel by itself, because reading all of them into one array would make another
 * copy of the tile, which has 2 GiB at the largest size.
 *
 * @throws StorageBroken when the file is missing or has another length than its header says.
 */
export async function readPixels(folder: string, subject: string): Promise<TilePixels> {
  const file = await openFile(pixelsPath(folder), subject);
  if (file === null || file.size < headerBytes) throw missingFile(subject);
  try {
    const { width, height, bitDepth, present, planeBytes } = readHeader(await file.slice(0, headerBytes).arrayBuffer());
    if (file.size !== headerBytes + planeBytes * present.length) throw missingFile(subject);
    const channels: Record<ChannelName, Samples | null> = { red: null, green: null, blue: null, yellow: null };
    for (const [index, name] of present.entries()) {
      const at = headerBytes + index * planeBytes;
      const bytes = await file.slice(at, at + planeBytes).arrayBuffer();
      channels[name] = bitDepth === 8 ? new Uint8Array(bytes) : new Uint16Array(bytes);
    }
    return { width, height, bitDepth, channels };
  } catch (error) {
    throw storageError(error, subject);
  }
}

function readHeader(buffer: ArrayBuffer) {
  const [width = 0, height = 0, bits = 0, mask = 0] = new Uint32Array(buffer);
  const bitDepth: 8 | 16 = bits === 8 ? 8 : 16;
  const present = channelNames.filter((_, bit) => (mask & (1 << bit)) !== 0);
  return { width, height, bitDepth, present, planeBytes: (width * height * bitDepth) / 8 };
}
