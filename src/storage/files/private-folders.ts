import { problemError } from "../../domain/errors.ts";

/**
 * Opens the outermost private folder.
 *
 * @throws StorageBroken when the browser window has no private file system.
 */
export async function openRoot(): Promise<FileSystemDirectoryHandle> {
  try {
    return await navigator.storage.getDirectory();
  } catch (error) {
    throw problemError(
      {
        tag: "StorageBroken",
        subject: "Storage",
        message: `This browser window offers no private file storage (${error instanceof Error ? error.name : "unknown"}).`,
        remedy: "Open Cytotope in a normal window of a current Chrome, Edge, Firefox or Safari.",
      },
      { cause: error },
    );
  }
}

/** Splits a path: `a/b/c` has the folders `a`, `b` and the name `c`. */
export function splitPath(path: string): { folders: string[]; name: string } {
  const folders = path.split("/");
  return { name: folders.pop() ?? "", folders };
}

/**
 * Opens a folder.
 *
 * @param folders names of the folders that lead to it, from the outermost to its own.
 * @param create whether to make folders that do not exist.
 * @throws NotFoundError when a folder does not exist and `create` is false; StorageBroken.
 */
export async function openFolder(folders: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
  let folder = await openRoot();
  for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

/** Whether this is the error of the private file system for a file or folder that does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}
