import { posix } from "node:path";

const mostFiles = 30;
const mostLines = 300;

/** The room a folder is, by its path from the root: `src/ui/cell` is `ui/cell`. */
function roomOf(folder) {
  return folder.replace(/^src\//, "");
}

/** Rooms that these files import, each with one import that does. */
function importsOf(files) {
  const imported = new Map();
  for (const { path, text } of files) {
    for (const [, target] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g)) {
      const resolved = posix.join(posix.dirname(path), target);
      const room = roomOf(posix.dirname(resolved));
      if (!imported.has(room)) imported.set(room, `${path} imports ${resolved}`);
    }
  }
  return imported;
}

/** One sentence for each circle of rooms: goes down the imports, and a room met again on the way down closes a circle. */
function findCircles(imports) {
  const circles = [];
  const done = new Set();
  function follow(room, way) {
    if (way.includes(room)) {
      circles.push(`These rooms import each other: ${[...way.slice(way.indexOf(room)), room].join(" -> ")}.`);
      return;
    }
    if (done.has(room)) return;
    for (const other of imports.get(room)?.keys() ?? []) if (other !== room) follow(other, [...way, room]);
    done.add(room);
  }
  for (const room of imports.keys()) follow(room, []);
  return circles;
}

/**
 * What is wrong with how the house is laid out.
 *
 * - Every folder of `src`, and `workers`, is a room and has an entry in `allowed` with the rooms that it may import. `a/*` is the
 *   room `a` with all rooms in it. What a room does not name it does not import, so the list is the direction of all imports.
 * - No rooms import each other, over however many others.
 * - A room holds at most 30 files, a file at most 300 lines.
 *
 * @param {readonly { readonly path: string, readonly text: string }[]} files All files of `src` and `workers`, with paths from the root
 *   written with slashes. Files of `src` itself belong to no room.
 * @param {Readonly<Record<string, readonly string[]>>} allowed The rooms, each with those that it may import.
 * @returns {{ rooms: number, faults: string[] }} How many rooms there are, and one sentence for each fault.
 */
export function findRoomFaults(files, allowed) {
  const faults = [];
  const rooms = new Map();
  for (const file of files) {
    const room = roomOf(posix.dirname(file.path));
    if (room !== "src") rooms.set(room, [...(rooms.get(room) ?? []), file]);
    const lines = file.text.split("\n").length - 1;
    if (lines > mostLines) faults.push(`${file.path} has ${lines} lines, more than ${mostLines}: part it.`);
  }

  const mayImport = (room, other) =>
    (allowed[room] ?? []).some((entry) =>
      entry.endsWith("/*") ? other === entry.slice(0, -2) || other.startsWith(entry.slice(0, -1)) : other === entry,
    );
  const imports = new Map();
  for (const [room, inside] of rooms) {
    if (allowed[room] === undefined) faults.push(`${room} is not in test/rooms.json: say there what it may import.`);
    if (inside.length > mostFiles)
      faults.push(`${room} holds ${inside.length} files, more than ${mostFiles}: part it.`);
    const imported = importsOf(inside.filter(({ path }) => /\.tsx?$/.test(path)));
    imports.set(room, imported);
    for (const [other, where] of imported) {
      if (other !== room && !mayImport(room, other)) faults.push(`${room} may not import ${other}: ${where}.`);
    }
  }
  for (const room of Object.keys(allowed)) {
    if (!rooms.has(room)) faults.push(`${room} stands in test/rooms.json, but there is no such folder.`);
  }
  return { rooms: rooms.size, faults: [...faults, ...findCircles(imports)] };
}
