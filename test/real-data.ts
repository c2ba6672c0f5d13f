import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The real tiles, nuclei and mask strings that the tests measure on lie beside the project, not in it. Where they are
 * absent, tests fall back to the sample generator and say so.
 */
const folder = fileURLToPath(new URL("../../shared", import.meta.url));

/** Files below the real-data folder `name` whose names end with `ending`; null (after a word about it) when absent. */
export function realFiles(name: "tiles" | "nuclei" | "rle", ending: string): string[] | null {
  const path = join(folder, name);
  if (!existsSync(path)) {
    console.log(`Real ${name} are not here: falling back to generated data.`);
    return null;
  }
  return readdirSync(path)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(path, file));
}
