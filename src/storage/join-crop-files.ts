import { cropBytes, writeCrops } from "./crop-store.ts";
import type { CropFile } from "./database.ts";
import { missingFile, readFile } from "./files/private-files.ts";
import { cropsPath } from "./tile-paths.ts";

/** Files of corrections that may pile up before they are put together: each is a handle for whoever reads crops. */
const mostFiles = 24;

/**
 * Puts the crops of all corrections in one file, once they lie in many; the segmentation's own file, the largest, stays. Of
 * each cell its last crop is kept, of removed ones too: a training under way may still ask for it.
 *
 * @returns the files that count from now on; the same when nothing was to do.
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
