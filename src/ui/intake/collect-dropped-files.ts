/** The files of a drop. */
export interface DroppedFiles {
  readonly files: readonly File[];
  /** Paths of files and folders that cannot be read: no permission, a broken link, a path that is too long. */
  readonly unreadable: readonly string[];
}

/** The state of a walk through the folders of a drop. */
interface Walk {
  readonly found: File[];
  readonly unreadable: string[];
  readonly onFound: (count: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Adds the files of an entry and of all entries below it to `found`. An entry that cannot be read does not stop the
 * others. `readEntries` gives at most 100 entries at a time, so it is called until it gives none.
 */
async function collectBelow(entry: FileSystemEntry, walk: Walk): Promise<void> {
  const { found, unreadable, onFound, signal } = walk;
  if (signal.aborted || isHidden(entry)) return;
  try {
    if (entry.isFile) {
      found.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
      if (found.length % 100 === 0) onFound(found.length);
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    while (!signal.aborted) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const child of some) await collectBelow(child, walk);
    }
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    unreadable.push(entry.fullPath.replace(/^\//, ""));
  }
}

/** Whether a file is a hidden one that an operating system left in a folder. Such files are not the user's data. */
function isHidden({ name }: { readonly name: string }): boolean {
  return name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";
}

/**
 * Collects all files of a drop, also those inside folders. Call it inside the drop event, because the entries must be
 * read before the first await. An entry that cannot be read does not make it reject.
 *
 * @param onFound called now and then with the number of files found so far.
 * @param signal ends the walk early; the result is then incomplete.
 */
export async function collectDroppedFiles(
  transfer: DataTransfer,
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<DroppedFiles> {
  const entries = Array.from(transfer.items, (item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  const plain = Array.from(transfer.files);
  const roots = entries.filter((entry) => entry !== null);
  // A drop made by a script carries files without entries.
  if (roots.length === 0) return { files: plain.filter((file) => !isHidden(file)), unreadable: [] };
  const walk: Walk = { found: [], unreadable: [], onFound, signal };
  for (const entry of roots) await collectBelow(entry, walk);
  return { files: walk.found, unreadable: walk.unreadable };
}
