import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Some tests measure on real tiles, nuclei and mask strings. These are not in the repository, but in a folder beside
 * it. When they are missing, the tests use the sample generator instead and say so.
 */
const folder = fileURLToPath(new URL("../../shared", import.meta.url));

/**
 * Returns the paths of the files in the real-data folder `name` whose names end with `ending`, sorted. Without the
 * folder it logs a line and returns null.
 */
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
