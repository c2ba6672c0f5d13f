import { problemError } from "../../domain/errors.ts";
import { isMissing, openFolder, splitPath } from "./private-folders.ts";
import { storageError } from "./storage-error.ts";

/**
 * Opens the file at `path` without reading it. Its `slice` reads parts.
 *
 * @param subject named in problems.
 * @returns null when there is no such file.
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
 * Reads all bytes of the file at `path`.
 *
 * @throws StorageBroken when the file is missing or cannot be read.
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

/**
 * The problem of a file that a record names and that is missing or too short. It happens when the browser or the user
 * deletes a part of the site's data.
 */
export function missingFile(subject: string): Error {
  return problemError({
    tag: "StorageBroken",
    subject,
    message: `A stored file of ${subject} is missing from the browser's storage, or it is damaged.`,
    remedy: "Remove the tile and drop its files again.",
  });
}

/** Milliseconds between two tries to remove a file that a terminated worker has not released yet. */
const retryAfter = 50;
/** Number of tries. */
const mostTries = 20;

/**
 * Removes a file, or a folder with everything in it. It never throws: a file that is still in use after a second
 * stays, and the next start removes it.
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

/**
 * Lists the names of the files and folders in the folder at `path` ("" is the outermost).
 * Empty when it does not exist.
 */
export async function listFolder(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const [name] of walkFolder(path)) names.push(name);
  return names;
}

/**
 * Lists the folders in the folder at `path`, each with the names in it. It lists all of them at the same time,
 * because each answer takes a moment.
 */
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

/** Iterates over a folder. The cast is needed because the window's type library lacks `entries`. */
function entriesOf(folder: FileSystemDirectoryHandle): AsyncIterable<Entry> {
  return (folder as unknown as { entries: () => AsyncIterable<Entry> }).entries();
}
