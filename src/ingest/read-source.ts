import { problemError } from "../domain/errors.ts";
import type { SourceFile } from "../domain/tile.ts";
import { readArchiveDirectory } from "./archive-directory.ts";
import { emptyFile } from "./file-problems.ts";

/**
 * All bytes of a file, or of a member of a .zip archive. Runs in window, worker and Node.
 * Throws EmptyFile (zero bytes), BrokenArchive (the member is missing, damaged or fails its checksum) and SourceGone
 * (the file was moved or changed on disk since it was dropped).
 */
export async function readSource(source: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(
    source.entry === undefined ? await readBlob(source) : await readMember(source, source.entry),
  );
  if (bytes.length === 0) throw emptyFile(source.name);
  return bytes;
}

async function readBlob(source: SourceFile): Promise<ArrayBuffer> {
  try {
    return await source.file.arrayBuffer();
  } catch {
    throw sourceGone(source.name);
  }
}

async function readMember(source: SourceFile, entry: string): Promise<ArrayBuffer> {
  try {
    const member = (await readArchiveDirectory(source.file)).get(entry);
    if (member) return await member.arrayBuffer({ useWebWorkers: false, checkCrc32: true });
  } catch (error) {
    if (error instanceof DOMException && /^Not(Readable|Found)Error$/.test(error.name)) throw sourceGone(source.name);
    // Else told below: whatever zip.js found, the user's way out is the same.
  }
  throw problemError({
    tag: "BrokenArchive",
    subject: source.name,
    message: `${source.name} cannot be unpacked: this part of the archive is damaged or incomplete.`,
    remedy: "Copy or download the archive again, or unpack it and drop the files themselves.",
  });
}

function sourceGone(name: string): Error {
  return problemError({
    tag: "SourceGone",
    subject: name,
    message: `${name} can no longer be read: it was moved, changed or removed since it was dropped.`,
    remedy: "Drop the file again.",
  });
}
