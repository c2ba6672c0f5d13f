import { openFile, removePath } from "./files/private-files.ts";
import { openFolder } from "./files/private-folders.ts";
import { storageError } from "./files/storage-error.ts";

/*
 * Files on their way from an address, `downloads/<key>`: unlike every other file they are there before they are whole, so that a
 * download that broke off goes on where it ended. Beside each a note says what the server told of it.
 */

const downloadsFolder = "downloads";

/** What tells whether the rest still belongs to the beginning. */
export interface DownloadNote {
  readonly address: string;
  /** Bytes of the whole; null when the server does not say. */
  readonly length: number | null;
  /** The server's mark of this version; null when it does not say, or may not be read. */
  readonly version: string | null;
}

interface AppendHandle {
  readonly write: (bytes: Uint8Array<ArrayBuffer>, options: { at: number }) => number;
  readonly truncate: (size: number) => void;
  readonly getSize: () => number;
  readonly flush: () => void;
  readonly close: () => void;
}

const pathOf = (key: string) => `${downloadsFolder}/${key}`;
const notePath = (key: string) => `${key}.json`;

async function openHandle(name: string): Promise<AppendHandle> {
  const folder = await openFolder([downloadsFolder], true);
  const file = await folder.getFileHandle(name, { create: true });
  const { createSyncAccessHandle } = file as unknown as { createSyncAccessHandle: () => Promise<AppendHandle> };
  return createSyncAccessHandle.call(file);
}

/** The file's beginning that was kept, and its note; null when there is none. */
export async function findDownload(key: string, subject: string): Promise<{ file: File; note: DownloadNote } | null> {
  const [file, note] = [await openFile(pathOf(key), subject), await openFile(pathOf(notePath(key)), subject)];
  if (file === null || note === null) return null;
  try {
    return { file, note: JSON.parse(await note.text()) as DownloadNote };
  } catch {
    return null;
  }
}

/** Writes on at the end of what is kept. Only in a worker. */
export interface DownloadWriter {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Keeps what was written. */
  readonly close: () => void;
}

/**
 * @param from bytes of the kept beginning to go on behind; 0 starts anew
 * @throws QuotaExceeded, StorageBroken (`write` too)
 */
export async function openDownload(
  key: string,
  note: DownloadNote,
  from: number,
  subject: string,
): Promise<DownloadWriter> {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storageError(error, subject);
    }
  };
  try {
    const noteHandle = await openHandle(notePath(key));
    try {
      noteHandle.truncate(0);
      noteHandle.write(new TextEncoder().encode(JSON.stringify(note)), { at: 0 });
      noteHandle.flush();
    } finally {
      noteHandle.close();
    }
    const handle = await openHandle(key);
    handle.truncate(from);
    let at = from;
    return {
      write: (bytes) =>
        guard(() => {
          // A full disk shows as a wrong count, not as an exception.
          if (handle.write(bytes, { at }) !== bytes.byteLength) throw new DOMException("Full", "QuotaExceededError");
          at += bytes.byteLength;
        }),
      close: () =>
        guard(() => {
          handle.flush();
          handle.close();
        }),
    };
  } catch (error) {
    throw storageError(error, subject);
  }
}

export async function deleteDownload(key: string): Promise<void> {
  await removePath(pathOf(key));
  await removePath(pathOf(notePath(key)));
}
