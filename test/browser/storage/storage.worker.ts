import { expose } from "comlink";
import { openCropSource, writeCrops } from "../../../src/storage/crop-store.ts";
import { readFile } from "../../../src/storage/files/private-files.ts";
import { roomFor } from "../../../src/storage/files/quota.ts";
import { openFileWriter, writeFile } from "../../../src/storage/files/write-private-file.ts";
import { loadTileRows } from "../../../src/storage/tile-rows.ts";

/** Access to storage from a worker, which uses synchronous access handles and a database connection of its own. */
export interface StorageApi {
  readonly write: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly read: (path: string) => Promise<ArrayBuffer>;
  /** Writes without finishing the file, as a page does that is closed meanwhile. */
  readonly tear: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly writeCrops: (folder: string, generation: string, count: number, size: number) => Promise<void>;
  readonly readCrops: (tile: string, numbers: number[], size: number) => Promise<Uint8Array>;
  readonly roomFor: (bytes: number) => Promise<void>;
  readonly tileNames: () => Promise<string[]>;
}

function* makeCrops(count: number, size: number): Generator<Uint8Array> {
  const crop = new Uint8Array(size * size * 4);
  for (let row = 0; row < count; row += 1) yield crop.fill(row + 1);
}

const api = {
  write: (path, bytes) => writeFile(path, [bytes], "test"),
  read: (path) => readFile(path, "test"),
  async tear(path, bytes) {
    const writer = await openFileWriter(path, "test");
    await writer.write(bytes);
  },
  writeCrops: (folder, generation, count, size) => writeCrops(folder, generation, makeCrops(count, size), "test"),
  readCrops: (tile, numbers, size) => openCropSource(size).read(tile, numbers),
  roomFor: (bytes) => roomFor(bytes, "tile 1"),
  tileNames: async () => (await loadTileRows()).map((row) => row.record.id),
} satisfies StorageApi;

expose(api);
