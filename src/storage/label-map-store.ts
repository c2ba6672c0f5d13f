import type { LabelMap } from "../domain/tile/label-map.ts";
import { missingFile, readFile } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { writeFile } from "./files/write-private-file.ts";
import { labelMapPath } from "./tile-paths.ts";

/*
 * The file holds three 32-bit little-endian numbers (width, height, count), then the labels, compressed with
 * deflate (RFC 1950). The long runs of equal numbers shrink to about a hundredth.
 */
const headerBytes = 12;

/** Which of a tile's two label maps. */
export type LabelMapKind = "cells" | "nuclei";

/**
 * Stores a label map in the tile's folder.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export async function writeLabelMap(
  folder: string,
  generation: string,
  kind: LabelMapKind,
  map: LabelMap,
  subject: string,
): Promise<void> {
  const header = new Uint32Array([map.width, map.height, map.count]);
  const labels = new Blob([map.labels as Uint16Array<ArrayBuffer>]);
  const packed = await new Response(labels.stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  await writeFile(labelMapPath(folder, generation, kind), [header, packed], subject);
}

/**
 * Reads a label map from the tile's folder.
 *
 * @throws StorageBroken when the file is missing or damaged.
 */
export async function readLabelMap(
  folder: string,
  generation: string,
  kind: LabelMapKind,
  subject: string,
): Promise<LabelMap> {
  const buffer = await readFile(labelMapPath(folder, generation, kind), subject);
  if (buffer.byteLength < headerBytes) throw missingFile(subject);
  const [width = 0, height = 0, count = 0] = new Uint32Array(buffer, 0, headerBytes / 4);
  const packed = new Blob([new Uint8Array(buffer, headerBytes)]);
  try {
    const stream = packed.stream().pipeThrough(new DecompressionStream("deflate"));
    const labels = new Uint16Array(await new Response(stream).arrayBuffer());
    if (labels.length !== width * height) throw missingFile(subject);
    return { width, height, labels, count };
  } catch (error) {
    throw storageError(error, subject);
  }
}
