import { posix } from "node:path";

const mostFiles = 30;
const mostLines = 300;

/** Returns the name of a folder's room. The room of `src/ui/cell` is `ui/cell`. */
function roomOf(folder) {
  return folder.replace(/^src\//, "");
}

/** Returns the rooms that these files import, each with a text that names one such import. */
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

/** Returns one sentence for each circle of rooms. It follows the imports; a room that is met again closes a circle. */
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
 * Finds the faults in the layout of `src` and `workers`. The rules are:
 *
 * - Every folder of `src`, and `workers`, is a room. Each room has an entry in `allowed` with the rooms that it may
 *   import. `a/*` means the room `a` and all rooms in it. A room imports only rooms in its entry, so the list gives
 *   the direction of all imports.
 * - No two rooms import each other, neither directly nor through other rooms.
 * - A room has at most 30 files, a file at most 300 lines.
 *
 * @param {readonly { readonly path: string, readonly text: string }[]} files All files of `src` and `workers`, with
 * paths from the root, written with slashes. Files directly in `src` belong to no room.
 * @param {Readonly<Record<string, readonly string[]>>} allowed The rooms, each with the rooms that it may import.
 * @returns {{ rooms: number, faults: string[] }} The number of rooms, and one sentence for each fault.
 */
export function findRoomFaults(files, allowed) {
  const faults = [];
  const rooms = new Map();
  for (const file of files) {
    const room = roomOf(posix.dirname(file.path));
    if (room !== "src") rooms.set(room, [...(rooms.get(room) ?? []), file]);
    const lines = file.text.split("\n").length - 1;
    if (lines > mostLines) faults.push(`${file.path} has ${lines} lines, more than ${mostLines}: split it.`);
  }

  const mayImport = (room, other) =>
    (allowed[room] ?? []).some((entry) =>
      entry.endsWith("/*") ? other === entry.slice(0, -2) || other.startsWith(entry.slice(0, -1)) : other === entry,
    );
  const imports = new Map();
  for (const [room, inside] of rooms) {
    if (allowed[room] === undefined) faults.push(`${room} is not in test/rooms.json: say there what it may import.`);
    if (inside.length > mostFiles)
      faults.push(`${room} holds ${inside.length} files, more than ${mostFiles}: split it.`);
    const imported = importsOf(inside.filter(({ path }) => /\.tsx?$/.test(path)));
    imports.set(room, imported);
    for (const [other, where] of imported) {
      if (other !== room && !mayImport(room, other)) faults.push(`${room} may not import ${other}: ${where}.`);
    }
  }
  for (const room of Object.keys(allowed)) {
    if (!rooms.has(room)) faults.push(`${room} is in test/rooms.json, but there is no such folder.`);
  }
  return { rooms: rooms.size, faults: [...faults, ...findCircles(imports)] };
}
