import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSampleFiles } from "../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { realFiles } from "../real-data.ts";

/** Writes files into a new temporary folder and returns their paths. */
export function writeFiles(files: readonly { readonly name: string; readonly bytes: Uint8Array | string }[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "cytotope-journey-"));
  mkdirSync(folder, { recursive: true });
  return files.map(({ name, bytes }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
}

/** Paths of the three real tiles with their `train.csv`; null where they are absent. */
export function realTileFiles(): string[] | null {
  const images = realFiles("tiles", ".png");
  const tables = realFiles("tiles", ".csv");
  if (images === null || tables === null) return null;
  return [...images.filter((path) => !path.endsWith("_cellmask.png")), ...tables];
}

/**
 * Writes sample tiles of 512 px, with a handful of cells each, and their `train.csv` to
 * disk, and returns the paths.
 */
export async function sampleTileFiles(tiles: number): Promise<string[]> {
  const files = await makeSampleFiles(() => {}, { ...sampleDatasetOptions, tiles, width: 512, height: 512 });
  return writeFiles(
    await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    ),
  );
}
