import { BlobReader, BlobWriter, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** One file of an archive. */
export interface ZippedFile {
  /** File name, `/` between folders; unlike all others of the archive. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The caller is a worker already; zip.js would start workers of its own. */
function openArchive(): ZipWriter<Blob> {
  return new ZipWriter(new BlobWriter("application/zip"), { useWebWorkers: false, level: 0 });
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
  const archive = openArchive();
  for await (const { name, bytes } of entries) {
    await archive.add(name, new Uint8ArrayReader(bytes), { lastModDate: modified });
  }
  return archive.close();
}

/** The same of a few large files, which are read in parts. */
export async function zipBlobs(
  entries: readonly { readonly name: string; readonly blob: Blob }[],
  modified: Date,
): Promise<Blob> {
  const archive = openArchive();
  for (const { name, blob } of entries) await archive.add(name, new BlobReader(blob), { lastModDate: modified });
  return archive.close();
}
