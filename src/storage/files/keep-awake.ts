import { isProblem } from "../../domain/errors.ts";
import { openRoot } from "./private-folders.ts";

/**
 * Milliseconds between two accesses to the private file system. Chromium deletes the files of a private window when
 * nothing has accessed them for ten minutes, and a long training or a coffee break takes longer. Measured with
 * Chromium 156: IndexedDB kept its records, but the private file system was empty after 11.5 minutes. It kept its
 * files when it was listed every four minutes. Normal windows keep the files on disk.
 */
export const touchEvery = 4 * 60_000;

/** Accesses the private files every few minutes from now on, as long as this thread lives. */
export function keepFilesAwake(): void {
  setInterval(() => void touchFiles().catch(passOver), touchEvery);
}

/** Storage that fails says so where it is used. Any other error becomes an unhandled rejection, which the log keeps. */
function passOver(error: unknown): void {
  if (!isProblem(error) && !(error instanceof DOMException)) throw error;
}

/** Lists one entry of the outermost folder. Opening the folder alone does not access its files. */
async function touchFiles(): Promise<void> {
  const folder = (await openRoot()) as unknown as { keys: () => AsyncIterable<string> };
  for await (const _ of folder.keys()) return;
}
