import { ERR_UNSUPPORTED_COMPRESSION } from "@zip.js/zip.js";
import { problemError, wantsMemory } from "../../domain/errors.ts";
import { fileGone } from "../../domain/file-gone.ts";
import type { SourceFile } from "../../domain/tile/tile.ts";
import { readArchiveDirectory } from "./archive-directory.ts";
import { emptyFile } from "./file-problems.ts";

/**
 * Reads all bytes of a file, or of a member of a .zip archive. It runs in a window, a worker and Node.
 * @throws EmptyFile when it has zero bytes.
 * @throws ImageTooLarge when it has over 2 GiB and the browser cannot read it.
 * @throws BrokenArchive when the member is missing, damaged or compressed by an unknown method, or fails its checksum.
 * @throws SourceGone when the file was moved or changed on disk since it was dropped.
 */
export async function readSource(source: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(
    source.entry === undefined ? await readBlob(source) : await readMember(source, source.entry),
  );
  if (bytes.length === 0) throw emptyFile(source.name);
  return bytes;
}

/** A larger file that cannot be read is most likely too large for one array. The exact limit depends on the browser. */
const mostBytes = 2 ** 31 - 1;

async function readBlob(source: SourceFile): Promise<ArrayBuffer> {
  try {
    return await source.file.arrayBuffer();
  } catch (error) {
    if (source.file.size > mostBytes) throw tooLarge(source.name, source.file.size, error);
    if (error instanceof DOMException) throw fileGone(source.name, error);
    throw error;
  }
}

async function readMember(source: SourceFile, entry: string): Promise<ArrayBuffer> {
  let cause: unknown;
  try {
    const member = (await readArchiveDirectory(source.file)).get(entry);
    if (member) return await member.arrayBuffer({ useWebWorkers: false, checkCrc32: true });
  } catch (error) {
    if (isUnreadable(error)) throw fileGone(source.name, error);
    if ((source.size ?? 0) > mostBytes) throw tooLarge(source.name, source.size ?? 0, error);
    if (error instanceof Error && error.message === ERR_UNSUPPORTED_COMPRESSION)
      throw unknownPacking(source.name, error);
    if (wantsMemory(error)) throw error;
    // Every other error of zip.js has the same remedy, so it becomes the problem below.
    cause = error;
  }
  throw problemError(
    {
      tag: "BrokenArchive",
      subject: source.name,
      message: `${source.name} cannot be unpacked: this part of the archive is damaged or incomplete.`,
      remedy: "Copy or download the archive again, or unpack it and drop the files themselves.",
    },
    { cause },
  );
}

function unknownPacking(name: string, cause: unknown): Error {
  return problemError(
    {
      tag: "BrokenArchive",
      subject: name,
      message: `${name} cannot be unpacked: the archive uses a compression method that is not supported.`,
      remedy: "Unpack the archive and drop the files themselves.",
    },
    { cause },
  );
}

function tooLarge(name: string, bytes: number, cause: unknown): Error {
  return problemError(
    {
      tag: "ImageTooLarge",
      subject: name,
      message: `${name} has ${(bytes / 1e9).toFixed(1)} GB, more than this browser can read at once.`,
      remedy: "Save each field of view in a file of its own, or save it compressed, and drop it again.",
    },
    { cause },
  );
}

/**
 * Whether an error says that the browser cannot read a file, because it was moved, changed or
 * locked, or is not allowed.
 */
export function isUnreadable(error: unknown): boolean {
  return error instanceof DOMException && /^Not(?:Readable|Found)Error$/.test(error.name);
}
