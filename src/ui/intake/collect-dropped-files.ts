/**
 * Adds the files of an entry and of all below it to `found`. `readEntries` gives at most 100 at a time, so it is asked until
 * it is empty.
 */
async function collectBelow(
  entry: FileSystemEntry,
  found: File[],
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    if (isHidden(file)) return;
    found.push(file);
    if (found.length % 100 === 0) onFound(found.length);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  while (!signal.aborted) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await collectBelow(child, found, onFound, signal);
  }
}

/** Hidden files that operating systems leave in folders are nobody's data. */
function isHidden(file: File): boolean {
  return file.name.startsWith(".") || file.name === "Thumbs.db" || file.name === "desktop.ini";
}

/**
 * All files of a drop, folders included. Call it inside the drop event: the entries must be taken before the first await.
 * @param onFound Told now and then how many files were found so far.
 * @param signal Ends the walk early; the answer is then incomplete.
 * @throws DOMException when a folder cannot be read.
 */
export async function collectDroppedFiles(
  transfer: DataTransfer,
  onFound: (count: number) => void,
  signal: AbortSignal,
): Promise<readonly File[]> {
  const entries = Array.from(transfer.items, (item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  const plain = Array.from(transfer.files);
  const roots = entries.filter((entry) => entry !== null);
  // A drop made by a script carries files without entries.
  if (roots.length === 0) return plain.filter((file) => !isHidden(file));
  const found: File[] = [];
  for (const entry of roots) await collectBelow(entry, found, onFound, signal);
  return found;
}
