import { BlobReader, BlobWriter, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { throwIfCancelled } from "../domain/cancel.ts";
import { openPauses } from "../domain/open-pauses.ts";

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
 * @throws Cancelled when the signal is aborted.
 */
export async function zipFiles(
  entries: Iterable<ZippedFile> | AsyncIterable<ZippedFile>,
  modified: Date,
  signal: AbortSignal,
): Promise<Blob> {
  const archive = openArchive();
  const pause = openPauses(signal);
  for await (const { name, bytes } of entries) {
    await pause();
    await add(archive, name, new Uint8ArrayReader(bytes), modified, signal);
  }
  return archive.close();
}

async function add(
  archive: ZipWriter<Blob>,
  name: string,
  reader: Uint8ArrayReader | BlobReader,
  lastModDate: Date,
  signal: AbortSignal,
): Promise<void> {
  try {
    await archive.add(name, reader, { lastModDate, signal });
  } catch (error) {
    // zip.js has words of its own for the end.
    throwIfCancelled(signal);
    throw error;
  }
}

/** The same for a few large files, which are read in parts. */
export async function zipBlobs(
  entries: readonly { readonly name: string; readonly blob: Blob }[],
  modified: Date,
  signal: AbortSignal,
): Promise<Blob> {
  const archive = openArchive();
  for (const { name, blob } of entries) await add(archive, name, new BlobReader(blob), modified, signal);
  return archive.close();
}
