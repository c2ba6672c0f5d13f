import { openFolder, openRoot, splitPath } from "./private-folders.ts";
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

/** Whether a file of this name is not complete, or only keeps room. */
export function isTemporary(fileName: string): boolean {
  return fileName.endsWith(temporarySuffix);
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
