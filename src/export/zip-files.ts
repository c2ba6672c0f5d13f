import { BlobReader, BlobWriter, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** One file of an archive. */
export interface ZippedFile {
  /** File name, with `/` between folders; no two files of an archive have the same name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** zip.js must not start workers of its own, because the caller is a worker already. */
function openArchive(): ZipWriter<Blob> {
  return new ZipWriter(new BlobWriter("application/zip"), { useWebWorkers: false, level: 0 });
}

/**
 * Packs many files into one .zip archive. Entries are taken one at a time and can come from a generator, so that only
 * one of them has to be in memory; the browser may keep the growing Blob on disk. Nothing is compressed, because PNG
 * files already are.
 *
 * @param modified the time of modification that every entry gets.
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

/** The same for a few large files, which are read in parts. */
export async function zipBlobs(
  entries: readonly { readonly name: string; readonly blob: Blob }[],
  modified: Date,
): Promise<Blob> {
  const archive = openArchive();
  for (const { name, blob } of entries) await archive.add(name, new BlobReader(blob), { lastModDate: modified });
  return archive.close();
}
