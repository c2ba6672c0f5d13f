/** Files of a directory and all below it. `readEntries` gives at most 100 at a time, so it is asked until it is empty. */
async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesBelow(child)));
  }
}

/** Hidden files that operating systems leave in folders are nobody's data. */
function isHidden(file: File): boolean {
  return file.name.startsWith(".") || file.name === "Thumbs.db" || file.name === "desktop.ini";
}

/**
 * All files of a drop, folders included. Call it inside the drop event: the entries must be taken before the first await.
 * @throws DOMException when a folder cannot be read.
 */
export async function collectDroppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = Array.from(transfer.items, (item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  const plain = Array.from(transfer.files);
  const found = entries.filter((entry) => entry !== null);
  // A drop made by a script carries files without entries.
  if (found.length === 0) return plain.filter((file) => !isHidden(file));
  const files: File[] = [];
  for (const entry of found) files.push(...(await filesBelow(entry)));
  return files.filter((file) => !isHidden(file));
}
