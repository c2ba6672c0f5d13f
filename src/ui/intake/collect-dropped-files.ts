/** What a drop holds. */
export interface DroppedFiles {
  readonly files: readonly File[];
  /** Paths of files and folders that the browser may not or cannot read: no permission, a broken link, too long a path. */
  readonly unreadable: readonly string[];
}

/** A walk through a drop. */
interface Walk {
  readonly found: File[];
  readonly unreadable: string[];
  readonly onFound: (count: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Adds the files of an entry and of all below it to `found`. One that cannot be read does not keep back the others.
 * `readEntries` gives at most 100 at a time, so it is asked until it is empty.
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

/** Hidden files that operating systems leave in folders are nobody's data. */
function isHidden({ name }: { readonly name: string }): boolean {
  return name.startsWith(".") || name === "Thumbs.db" || name === "desktop.ini";
}

/**
 * All files of a drop, folders included. Call it inside the drop event: the entries must be taken before the first await.
 * Never rejects for what cannot be read.
 *
 * @param onFound Told now and then how many files were found so far.
 * @param signal Ends the walk early; the answer is then incomplete.
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
