import { openRoot } from "./private-folders.ts";

/**
 * Chromium forgets a private window's files once nothing has asked for any of them for ten minutes: measured with Chromium 156,
 * where IndexedDB kept its records and the private file system was empty after 11.5 minutes, and full when it was listed every
 * four. Its normal windows keep them on disk. A long training, or a coffee, is enough.
 */
export const touchEvery = 4 * 60_000;

/** From now on the private files are asked for every few minutes, for as long as this thread lives. */
export function keepFilesAwake(): void {
  setInterval(() => void touchFiles().catch(() => {}), touchEvery);
}

/** Lists one entry: asking for the outermost folder alone reaches no files. */
async function touchFiles(): Promise<void> {
  const folder = (await openRoot()) as unknown as { keys: () => AsyncIterable<string> };
  for await (const _ of folder.keys()) return;
}
