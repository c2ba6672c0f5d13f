import { openFolder, openRoot, splitPath } from "./private-folders.ts";
import { storageError } from "./storage-error.ts";

/*
 * Files are stored in the origin private file system (OPFS), which only this site on this computer can read.
 *
 * A file is either complete or does not exist. It is written under a temporary name and gets its own name when it is
 * complete, so an interrupted write leaves the old file as it was. Temporary files of a closed page are removed later
 * (`sweep-files.ts`). Workers write through a synchronous access handle, which is several times faster than a stream. A
 * window has only the stream.
 *
 * Some private windows and old browsers have no OPFS. Memory cannot replace it, because workers do not share their
 * memory, so none could read what another one stored. There the page shows the problem `StorageBroken`.
 */

/** The bytes of one write. */
export type Bytes = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

/** Parts of OPFS that some browsers lack, or that the window's type library leaves out. */
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

/** Writes one file from its start to its end. End it with either `finish` or `abandon`. */
export interface FileWriter {
  /** Appends bytes. The array may be used again once the promise has resolved. */
  readonly write: (bytes: Bytes) => Promise<void>;
  /** Gives the complete file its name, and replaces an older file. Before that nobody can see it. */
  readonly finish: () => Promise<void>;
  /** Removes everything that was written. It never throws. */
  readonly abandon: () => Promise<void>;
}

const temporarySuffix = ".part";

/** Whether a file with this name is incomplete, or only reserves space. */
export function isTemporary(fileName: string): boolean {
  return fileName.endsWith(temporarySuffix);
}

/**
 * Starts to write the file `path`. Folders are separated by `/`, and are made when they do not exist.
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
        // Something else has failed already and must not be hidden; what stays here is swept at the next start.
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
        // A full disk causes a short write, or in Chromium 156 an absurdly long one. Neither throws.
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
    // It may have aborted by itself, and why it ended was told by the write that failed.
    abort: () => stream.abort().catch(() => {}),
  };
}

/**
 * Turns an AbortError of a stream into a QuotaExceededError. This code does not abort the stream while it writes. It
 * aborts by itself when the browser's process has no space left and closes the pipe first.
 */
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
  // Without `move` the file is copied. A writable stream keeps a swap file until it is closed, so
  // the old file stays until then.
  const target = await folder.getFileHandle(name, { create: true });
  const stream = await target.createWritable();
  await (await handle.getFile()).stream().pipeTo(stream);
  await folder.removeEntry(temporaryName);
}

/**
 * Whether a file of this many bytes would fit now. Only a worker can find out. In a window the answer is always
 * yes, and a write that does not fit fails without harm.
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
      // Chromium 156 does not throw when it refuses, neither here nor in `write` (which
      // returns -8 as an unsigned number).
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
 * Writes a whole file. An older file with this path stays until the new one is complete.
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
