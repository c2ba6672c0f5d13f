import { openFile, removePath } from "./files/private-files.ts";
import { openFolder } from "./files/private-folders.ts";
import { storageError } from "./files/storage-error.ts";

/*
 * Files that are being downloaded, `downloads/<key>`. Unlike all other files they have their own name before they are
 * complete, so that an interrupted download can continue where it ended. Beside each file, `downloads/<key>.json` holds
 * what the server said about it.
 */

const downloadsFolder = "downloads";

/** What the server said about a file. It shows whether the rest still belongs to the beginning that was kept. */
export interface DownloadNote {
  readonly address: string;
  /** Size of the whole file in bytes; null when the server does not give it. */
  readonly length: number | null;
  /** The server's mark of this version of the file; null when it gives none, or when the page may not read it. */
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

/** Finds the beginning of a file that was kept, and its note. Null when either is missing or the note is damaged. */
export async function findDownload(key: string, subject: string): Promise<{ file: File; note: DownloadNote } | null> {
  const [file, note] = [await openFile(pathOf(key), subject), await openFile(pathOf(notePath(key)), subject)];
  if (file === null || note === null) return null;
  try {
    return { file, note: JSON.parse(await note.text()) as DownloadNote };
  } catch (error) {
    // A note that was cut short: the download starts anew.
    if (error instanceof SyntaxError) return null;
    throw storageError(error, subject);
  }
}

/** Appends to a download. It works only in a worker. */
export interface DownloadWriter {
  /** @throws QuotaExceeded, StorageBroken */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Closes the file and keeps what was written. */
  readonly close: () => void;
}

/**
 * Opens a download for writing, and stores its note.
 *
 * @param from number of bytes of the kept beginning after which to continue; 0 starts from the beginning.
 * @param subject named in problems.
 * @throws QuotaExceeded, StorageBroken
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
          // When the disk is full, `write` returns a wrong count instead of throwing.
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

/** Deletes a download and its note. It never throws. */
export async function deleteDownload(key: string): Promise<void> {
  await removePath(pathOf(key));
  await removePath(pathOf(notePath(key)));
}
