/**
 * Checks how the house is laid out (`find-room-faults.mjs` says what it asks for); `npm run check` runs it with the linter.
 *
 * Biome finds circles of files; it knows nothing of folders. Its `noRestrictedImports` compares how a path is written, so that a
 * room named as another one's sibling cannot be told apart; here paths are resolved.
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
