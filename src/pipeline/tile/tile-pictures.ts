import { type CropSource, tilePictureNumber } from "../../domain/tile/crop-options.ts";
import { tileId } from "../../domain/tile/tile.ts";
import { cropTile } from "../../imaging/crop-tile.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import { loadReadyTile } from "./ready-tile.ts";

/**
 * How many pictures stay in memory: 50 MB at 224 px. Making one reads a whole tile, and every epoch needs all of
 * them.
 */
const mostPictures = 256;

/**
 * A crop source that also has the pictures of whole tiles, under the number `tilePictureNumber`. It makes a picture
 * from the stored pixels when a batch needs it.
 *
 * Reading a picture throws StorageBroken when the tile's pixels are gone.
 */
export function withTilePictures(crops: CropSource): CropSource {
  const { size } = crops;
  const kept = new Map<string, Uint8Array>();

  async function picture(name: string): Promise<Uint8Array> {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const id = tileId(name);
    const { folder } = await loadReadyTile(id);
    const made = cropTile(await readPixels(folder, id), size);
    if (kept.size < mostPictures) kept.set(name, made);
    return made;
  }

  return {
    size,
    read: async (name, numbers) => {
      const cells = numbers.filter((number) => number !== tilePictureNumber);
      if (cells.length === numbers.length) return crops.read(name, numbers);
      const [whole, read] = [await picture(name), await crops.read(name, cells)];
      const bytes = size * size * 4;
      const joined = new Uint8Array(numbers.length * bytes);
      let from = 0;
      for (const [at, number] of numbers.entries()) {
        if (number === tilePictureNumber) joined.set(whole, at * bytes);
        else joined.set(read.subarray(from * bytes, ++from * bytes), at * bytes);
      }
      return joined;
    },
  };
}
