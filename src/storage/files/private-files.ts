import { problemError } from "../../domain/errors.ts";
import { isMissing, openFolder, splitPath } from "./private-folders.ts";
import { storageError } from "./storage-error.ts";

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
    message: `A stored file of ${subject} is gone from the browser, or damaged.`,
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
  const names: string[] = [];
  for await (const [name] of walkFolder(path)) names.push(name);
  return names;
}

/** The folders in the folder at `path` with the names in each, all asked at once: each answer takes a moment to come. */
export async function listSubfolders(path: string): Promise<Map<string, string[]>> {
  const folders: FileSystemDirectoryHandle[] = [];
  for await (const [, handle] of walkFolder(path)) {
    if (handle.kind === "directory") folders.push(handle as FileSystemDirectoryHandle);
  }
  const listed = folders.map(async (folder): Promise<[string, string[]]> => {
    const names: string[] = [];
    for await (const [name] of entriesOf(folder)) names.push(name);
    return [folder.name, names];
  });
  return new Map(await Promise.all(listed));
}

type Entry = readonly [name: string, handle: FileSystemHandle];

async function* walkFolder(path: string): AsyncGenerator<Entry> {
  try {
    yield* entriesOf(await openFolder(path === "" ? [] : path.split("/"), false));
  } catch (error) {
    if (!isMissing(error)) throw storageError(error, path);
  }
}

/** The window's type library does not know that a folder can be walked through. */
function entriesOf(folder: FileSystemDirectoryHandle): AsyncIterable<Entry> {
  return (folder as unknown as { entries: () => AsyncIterable<Entry> }).entries();
}
