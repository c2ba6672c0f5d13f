import { problemError } from "../domain/errors.ts";
import { storageError } from "./storage-error.ts";

/**
 * The origin private file system (OPFS): bytes that only this site on this computer can read.
 *
 * A file is either there whole or not at all. It is written under a temporary name and moved to its own when complete,
 * so a torn write leaves the old file; what a closed page left under temporary names is swept (`sweep-files.ts`).
 * Workers write through a synchronous access handle, several times faster than a stream; a window has only the stream.
 *
 * Without OPFS (some private windows, old browsers) there is no fallback in memory: each worker has a memory of its own,
 * so none could read what another one stored. `StorageBroken` says so in plain words.
 */

/** The bytes of one write. */
export type Bytes = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

/** Parts of OPFS that not every browser has, or that the window's type library leaves out. */
interface FileHandle {
  readonly createSyncAccessHandle?: () => Promise<SyncAccessHandle>;
  readonly move?: (directory: FileSystemDirectoryHandle, name: string) => Promise<void>;
  readonly createWritable?: () => Promise<FileSystemWritableFileStream>;
}

interface SyncAccessHandle {
  readonly write: (bytes: Bytes, options: { at: number }) => number;
  readonly truncate: (size: number) => void;
  readonly getSize: () => number;
  readonly flush: () => void;
  readonly close: () => void;
}

/** Writes one file from front to back. Ends with either `finish` or `abandon`. */
export interface FileWriter {
  /** Appends. The bytes may be reused once the promise has resolved. */
  readonly write: (bytes: Bytes) => Promise<void>;
  /** Puts the file in its place, over an older one. Until then nothing of it can be seen. */
  readonly finish: () => Promise<void>;
  /** Takes back all that was written. Never throws. */
  readonly abandon: () => Promise<void>;
}

const temporarySuffix = ".part";

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  try {
    return await navigator.storage.getDirectory();
  } catch (error) {
    throw problemError({
      tag: "StorageBroken",
      subject: "Storage",
      message: `This browser window offers no private file storage (${error instanceof Error ? error.name : "unknown"}).`,
      remedy: "Open Cytotope in a normal window of a current Chrome, Edge, Firefox or Safari.",
    });
  }
}

function splitPath(path: string): { folders: string[]; name: string } {
  const folders = path.split("/");
  return { name: folders.pop() ?? "", folders };
}

async function openFolder(folders: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
  let folder = await openRoot();
  for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}

/**
 * Starts writing the file `path` (`/` between folders, which are made as needed).
 *
 * @param subject The tile or file named in problems.
 * @throws QuotaExceeded, StorageBroken (the writer's methods too).
 */
export async function openFileWriter(path: string, subject: string): Promise<FileWriter> {
  try {
    const { folders, name } = splitPath(path);
    const folder = await openFolder(folders, true);
    const temporaryName = `${name}-${crypto.randomUUID()}${temporarySuffix}`;
    const handle = await folder.getFileHandle(temporaryName, { create: true });
    const sink = await openSink(handle);
    const guard = async <T>(work: () => T | Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        throw storageError(error, subject);
      }
    };
    return {
      write: (bytes) => guard(() => sink.write(bytes)),
      finish: () =>
        guard(async () => {
          await sink.close();
          await moveFile(handle, folder, temporaryName, name);
        }),
      abandon: async () => {
        await sink.abort();
        await folder.removeEntry(temporaryName).catch(() => {});
      },
    };
  } catch (error) {
    throw storageError(error, subject);
  }
}

interface Sink {
  readonly write: (bytes: Bytes) => void | Promise<void>;
  readonly close: () => void | Promise<void>;
  readonly abort: () => void | Promise<void>;
}

async function openSink(handle: FileSystemFileHandle): Promise<Sink> {
  const access = await (handle as FileHandle).createSyncAccessHandle?.();
  if (access !== undefined) {
    let at = 0;
    return {
      write(bytes) {
        const written = access.write(bytes, { at });
        // A full disk shows as a short write, or in Chromium 156 as an absurdly long one; no exception either way.
        if (written !== bytes.byteLength) throw new DOMException("The disk is full", "QuotaExceededError");
        at += written;
      },
      close() {
        access.flush();
        access.close();
      },
      abort: () => access.close(),
    };
  }
  const stream = await handle.createWritable();
  return {
    write: (bytes) => stream.write(bytes).catch(asQuotaError),
    close: () => stream.close(),
    abort: () => stream.abort().catch(() => {}),
  };
}

/** A stream that no one here aborted aborts itself when the browser's process, out of room, closes the pipe first. */
function asQuotaError(error: unknown): never {
  if (error instanceof DOMException && error.name === "AbortError") {
    throw new DOMException(error.message, "QuotaExceededError");
  }
  throw error;
}

async function moveFile(
  handle: FileSystemFileHandle,
  folder: FileSystemDirectoryHandle,
  temporaryName: string,
  name: string,
): Promise<void> {
  const { move } = handle as FileHandle;
  if (move !== undefined) {
    await move.call(handle, folder, name);
    return;
  }
  // Without `move`: a writable stream keeps its own swap file until it is closed, so the old file stands until then.
  const target = await folder.getFileHandle(name, { create: true });
  const stream = await target.createWritable();
  await (await handle.getFile()).stream().pipeTo(stream);
  await folder.removeEntry(temporaryName);
}

/**
 * Whether a file of `bytes` would fit now. Only a worker can tell; elsewhere the answer is yes, and a write that does not
 * fit fails without harm.
 *
 * @throws StorageBroken
 */
export async function reserveFile(bytes: number, subject: string): Promise<boolean> {
  try {
    const root = await openRoot();
    const name = `room-${crypto.randomUUID()}${temporarySuffix}`;
    const handle = await root.getFileHandle(name, { create: true });
    const access = await (handle as FileHandle).createSyncAccessHandle?.();
    try {
      access?.truncate(bytes);
      // Chromium 156 reports a refusal neither here nor in `write` (which returns -8 as an unsigned number).
      return access === undefined || access.getSize() === bytes;
    } catch (error) {
      if (error instanceof Error && error.name === "QuotaExceededError") return false;
      throw error;
    } finally {
      access?.close();
      await root.removeEntry(name);
    }
  } catch (error) {
    throw storageError(error, subject);
  }
}

/**
 * Writes a whole file; an older one of this path stays until the new one is complete.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export async function writeFile(path: string, parts: readonly Bytes[], subject: string): Promise<void> {
  const writer = await openFileWriter(path, subject);
  try {
    for (const part of parts) await writer.write(part);
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/**
 * The file at `path`, or null when there is none. Nothing of it is read yet: `slice` reads parts.
 *
 * @throws StorageBroken
 */
export async function openFile(path: string, subject: string): Promise<File | null> {
  try {
    const { folders, name } = splitPath(path);
    const folder = await openFolder(folders, false);
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isMissing(error)) return null;
    throw storageError(error, subject);
  }
}

/**
 * All bytes of the file at `path`.
 *
 * @throws StorageBroken when it is not there or cannot be read.
 */
export async function readFile(path: string, subject: string): Promise<ArrayBuffer> {
  const file = await openFile(path, subject);
  if (file === null) throw missingFile(subject);
  try {
    return await file.arrayBuffer();
  } catch (error) {
    throw storageError(error, subject);
  }
}

/** A file that a record speaks of is gone or cut short: the browser or the user cleared the site's data in part. */
export function missingFile(subject: string): Error {
  return problemError({
    tag: "StorageBroken",
    subject,
    message: "A file of this is missing from the browser's storage, or damaged.",
    remedy: "Remove the tile and drop its files again.",
  });
}

/** Milliseconds between tries to remove what a terminated worker has not yet let go of, and how many tries. */
const retryAfter = 50;
const mostTries = 20;

/**
 * Removes a file or a folder with all that is in it. Never throws: what is still in use after a second stays, and is swept at
 * the next start.
 */
export async function removePath(path: string): Promise<void> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    try {
      const { folders, name } = splitPath(path);
      const folder = await openFolder(folders, false);
      await folder.removeEntry(name, { recursive: true });
      return;
    } catch (error) {
      if (isMissing(error)) return;
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }
}

/** Names of the files and folders in the folder at `path` ("" is the outermost); none when it is not there. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    const folder = await openFolder(path === "" ? [] : path.split("/"), false);
    // The window's type library does not know that a folder can be walked through.
    const names: string[] = [];
    const walkable = folder as unknown as { keys: () => AsyncIterable<string> };
    for await (const name of walkable.keys()) names.push(name);
    return names;
  } catch (error) {
    if (isMissing(error)) return [];
    throw storageError(error, path);
  }
}
