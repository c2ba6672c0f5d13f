import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../real-data.ts";

/** Writes named bytes into a new temporary folder; returns the paths. */
export function writeFiles(files: readonly { readonly name: string; readonly bytes: Uint8Array | string }[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "cytotope-journey-"));
  mkdirSync(folder, { recursive: true });
  return files.map(({ name, bytes }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
}

/** The three real tiles with their `train.csv`; null where they are absent. */
export function realTileFiles(): string[] | null {
  const images = realFiles("tiles", ".png");
  const tables = realFiles("tiles", ".csv");
  if (images === null || tables === null) return null;
  return [...images.filter((path) => !path.endsWith("_cellmask.png")), ...tables];
}
