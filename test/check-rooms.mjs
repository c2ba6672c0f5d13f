/**
 * Checks how the house is laid out; `npm run check` runs it with the linter.
 *
 * - Every folder of `src`, and `workers`, is a room and stands in `rooms.json` with the rooms that it may import. `a/*` is the room `a`
 *   with all rooms in it. What a room does not name it does not import, so the list is the direction of all imports.
 * - No rooms import each other, over however many others.
 * - A room holds at most 30 files, a file of `src` at most 300 lines.
 *
 * Biome finds circles of files; it knows nothing of folders. Its `noRestrictedImports` compares how a path is written, so that a
 * room named as another one's sibling cannot be told apart; here paths are resolved.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const mostFiles = 30;
const mostLines = 300;

const root = fileURLToPath(new URL("..", import.meta.url));
const allowed = JSON.parse(readFileSync(new URL("rooms.json", import.meta.url), "utf8"));
const faults = [];

/** The room a folder is, by its path from the root: `src/ui/cell` is `ui/cell`. */
function roomOf(folder) {
  return folder
    .split(sep)
    .join("/")
    .replace(/^src\//, "");
}

function listFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** Rooms that `room` imports, each with one file of those that do. */
function importsOf(files) {
  const imported = new Map();
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, path] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g)) {
      const target = normalize(join(dirname(file), path));
      const room = roomOf(dirname(target));
      if (!imported.has(room)) imported.set(room, `${file} imports ${target}`);
    }
  }
  return imported;
}

function mayImport(room, other) {
  return (allowed[room] ?? []).some((entry) =>
    entry.endsWith("/*") ? other === entry.slice(0, -2) || other.startsWith(entry.slice(0, -1)) : other === entry,
  );
}

const rooms = new Map();
for (const file of [...listFiles("src"), ...listFiles("workers")]) {
  const room = roomOf(dirname(file));
  if (room !== "src") rooms.set(room, [...(rooms.get(room) ?? []), file]);
  const lines = readFileSync(join(root, file), "utf8").split("\n").length - 1;
  if (lines > mostLines) faults.push(`${file} has ${lines} lines, more than ${mostLines}: part it.`);
}

const imports = new Map();
for (const [room, files] of rooms) {
  if (allowed[room] === undefined) faults.push(`${room} is not in test/rooms.json: say there what it may import.`);
  if (files.length > mostFiles) faults.push(`${room} holds ${files.length} files, more than ${mostFiles}: part it.`);
  imports.set(room, importsOf(files.filter((file) => /\.tsx?$/.test(file))));
  for (const [other, where] of imports.get(room)) {
    if (other !== room && !mayImport(room, other)) faults.push(`${room} may not import ${other}: ${where}.`);
  }
}
for (const room of Object.keys(allowed)) {
  if (!rooms.has(room)) faults.push(`${room} stands in test/rooms.json, but there is no such folder.`);
}

/** Goes down the imports; a room met again on the way down closes a circle. */
const done = new Set();
function findCircles(room, way) {
  if (way.includes(room)) {
    faults.push(`These rooms import each other: ${[...way.slice(way.indexOf(room)), room].join(" -> ")}.`);
    return;
  }
  if (done.has(room)) return;
  for (const other of imports.get(room)?.keys() ?? []) if (other !== room) findCircles(other, [...way, room]);
  done.add(room);
}
for (const room of rooms.keys()) findCircles(room, []);

for (const fault of faults) console.error(fault);
if (faults.length === 0)
  console.log(`${rooms.size} rooms, imports run one way (${relative(process.cwd(), root) || "."}).`);
process.exit(faults.length === 0 ? 0 : 1);
