import { BlobWriter, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** One file of an archive. */
export interface ZippedFile {
  /** File name, `/` between folders; unlike all others of the archive. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Many files as one .zip archive. Entries are taken one at a time and may come from a generator, so that only one of them
 * need be in memory; the browser may keep the growing Blob on disk. Nothing is compressed: PNG files already are.
 *
 * @param modified the time written for every entry.
 */
export async function zipFiles(
  entries: Iterable<ZippedFile> | AsyncIterable<ZippedFile>,
  modified: Date,
): Promise<Blob> {
  // The caller is a worker already; zip.js would start workers of its own.
  const archive = new ZipWriter(new BlobWriter("application/zip"), { useWebWorkers: false, level: 0 });
  for await (const { name, bytes } of entries) {
    await archive.add(name, new Uint8ArrayReader(bytes), { lastModDate: modified });
  }
  return archive.close();
}
