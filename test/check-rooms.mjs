/**
 * Checks the layout of the rooms (`find-room-faults.mjs` lists the rules). `npm run check` runs it beside the
 * linter.
 *
 * Biome finds cycles of files, but knows nothing of folders. Its `noRestrictedImports` compares the text of a path,
 * so it cannot tell two rooms of one name apart. This check resolves the paths.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { findRoomFaults } from "./find-room-faults.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** All files below a folder, by their path from the root, with slashes. */
function listFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

const files = [...listFiles("src"), ...listFiles("workers")];
const { rooms, faults } = findRoomFaults(
  files.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
  JSON.parse(readFileSync(new URL("rooms.json", import.meta.url), "utf8")),
);

for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`${rooms} rooms, imports run one way (${relative(process.cwd(), root) || "."}).`);
process.exit(faults.length === 0 ? 0 : 1);
