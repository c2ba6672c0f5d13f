import { cropBytes, writeCrops } from "./crop-store.ts";
import type { CropFile } from "./database.ts";
import { missingFile, readFile } from "./files/private-files.ts";
import { cropsPath } from "./tile-paths.ts";

/** Number of files from corrections above which they are joined. Each file is a handle for everyone who reads crops. */
const mostFiles = 24;

/**
 * Joins the crops of all corrections into one file when they are in too many files. The first file, which
 * segmentation made and which is the largest, stays as it is. The joined file holds the last crop of each cell.
 * Crops of removed cells are kept too, because a training in progress may still read them.
 *
 * @param cropFiles the tile's files, oldest first.
 * @param size side of the crops in px.
 * @returns the files that are valid from now on: the same list when there was nothing to join.
 * @throws QuotaExceeded, StorageBroken
 */
export async function joinCropFiles(
  folder: string,
  cropFiles: readonly CropFile[],
  size: number,
  subject: string,
): Promise<readonly CropFile[]> {
  const [first, ...later] = cropFiles;
  if (first === undefined || later.length <= mostFiles) return cropFiles;
  const bytesEach = cropBytes(size);
  const crops = new Map<number, Uint8Array>();
  for (const { id, numbers } of later) {
    const bytes = new Uint8Array(await readFile(cropsPath(folder, id), subject));
    if (bytes.length !== numbers.length * bytesEach) throw missingFile(subject);
    for (const [row, number] of numbers.entries()) {
      crops.set(number, bytes.subarray(row * bytesEach, (row + 1) * bytesEach));
    }
  }
  const joined: CropFile = { id: crypto.randomUUID(), numbers: [...crops.keys()] };
  await writeCrops(folder, joined.id, crops.values(), subject);
  return [first, joined];
}
