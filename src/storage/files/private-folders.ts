import { problemError } from "../../domain/errors.ts";

/**
 * The outermost private folder.
 *
 * @throws StorageBroken when the browser window offers none.
 */
export async function openRoot(): Promise<FileSystemDirectoryHandle> {
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

/** `a/b/c` as its folders `a`, `b` and the name `c`. */
export function splitPath(path: string): { folders: string[]; name: string } {
  const folders = path.split("/");
  return { name: folders.pop() ?? "", folders };
}

/** The folder inside the folders named, from the outermost in; a NotFoundError when it is not there nor made. */
export async function openFolder(folders: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
  let folder = await openRoot();
  for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

/** Whether this is what the private file system says of a file or folder that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}
