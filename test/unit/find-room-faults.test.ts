import { describe, expect, it } from "vitest";
import { findRoomFaults } from "../find-room-faults.mjs";

const file = (path: string, ...imports: string[]) => ({
  path,
  text: imports.map((target) => `import { thing } from "${target}";\n`).join(""),
});

const house = [
  file("src/main.tsx", "./ui/App.tsx"),
  file("src/domain/cell.ts"),
  file("src/domain/tile/tile.ts", "../cell.ts"),
  file("src/imaging/crop.ts", "../domain/tile/tile.ts", "./resample.ts"),
  file("src/imaging/resample.ts", "comlink"),
  file("workers/imaging.worker.ts", "../src/imaging/crop.ts"),
  file("src/ui/App.tsx", "../domain/cell.ts", "./App.module.css"),
  file("src/ui/App.module.css"),
];
const allowed = {
  domain: [],
  "domain/tile": ["domain"],
  imaging: ["domain/*"],
  workers: ["imaging"],
  ui: ["domain"],
};
const faultsOf = (files: ReturnType<typeof file>[], rooms: Readonly<Record<string, readonly string[]>> = allowed) =>
  findRoomFaults([...house, ...files], rooms).faults;

describe("findRoomFaults", () => {
  it("finds nothing in a house that is in order, and counts its rooms", () => {
    expect(findRoomFaults(house, allowed)).toEqual({ rooms: 5, faults: [] });
  });

  it.each([
    ["an import", 'import { thing } from "../ui/App.tsx";'],
    ["an import of a type", 'import type { Thing } from "../ui/App.tsx";'],
    ["an import over several lines", 'import {\n  one,\n  two,\n} from "../ui/App.tsx";'],
    ["an export", 'export { thing } from "../ui/App.tsx";'],
    ["an import for its effect", 'import "../ui/App.tsx";'],
    ["an import on demand", 'const { thing } = await import("../ui/App.tsx");'],
  ])("finds a forbidden room in %s", (_, text) => {
    expect(faultsOf([{ path: "src/imaging/draw.ts", text }])).toEqual([
      "imaging may not import ui: src/imaging/draw.ts imports src/ui/App.tsx.",
    ]);
  });

  it("takes a/* for the room and all rooms in it, and a for the room alone", () => {
    expect(faultsOf([file("src/imaging/more.ts", "../domain/cell.ts")])).toEqual([]);
    expect(faultsOf([file("src/ui/Tile.tsx", "../domain/tile/tile.ts")])).toEqual([
      "ui may not import domain/tile: src/ui/Tile.tsx imports src/domain/tile/tile.ts.",
    ]);
    // `domain/*` is no prefix of another room's name.
    expect(
      faultsOf([file("src/domains/other.ts"), file("src/imaging/odd.ts", "../domains/other.ts")], {
        ...allowed,
        domains: [],
      }),
    ).toEqual(["imaging may not import domains: src/imaging/odd.ts imports src/domains/other.ts."]);
  });

  it("resolves paths, however they are written", () => {
    expect(faultsOf([file("src/domain/tile/odd.ts", "../../domain/tile/../../imaging/crop.ts")])).toEqual([
      "domain/tile may not import imaging: src/domain/tile/odd.ts imports src/imaging/crop.ts.",
      "These rooms import each other: domain/tile -> imaging -> domain/tile.",
    ]);
  });

  it("finds a circle over several rooms, also where each import of it is allowed", () => {
    const circle = [
      file("src/a/one.ts", "../b/two.ts"),
      file("src/b/two.ts", "../c/three.ts"),
      file("src/c/three.ts", "../a/one.ts"),
    ];
    expect(faultsOf(circle, { ...allowed, a: ["b"], b: ["c"], c: ["a"] })).toEqual([
      "These rooms import each other: a -> b -> c -> a.",
    ]);
  });

  it("finds a room of more than 30 files", () => {
    const fill = (count: number) => Array.from({ length: count }, (_, index) => file(`src/imaging/file-${index}.ts`));
    expect(faultsOf(fill(28))).toEqual([]);
    expect(faultsOf(fill(29))).toEqual(["imaging holds 31 files, more than 30: split it."]);
  });

  it("finds a file of more than 300 lines, be it code or style", () => {
    const long = (path: string, lines: number) => ({ path, text: "\n".repeat(lines) });
    expect(faultsOf([long("src/ui/Long.tsx", 300), long("src/ui/Long.module.css", 300)])).toEqual([]);
    expect(faultsOf([long("src/ui/Long.tsx", 301), long("src/ui/Long.module.css", 302)])).toEqual([
      "src/ui/Long.tsx has 301 lines, more than 300: split it.",
      "src/ui/Long.module.css has 302 lines, more than 300: split it.",
    ]);
  });

  it("finds a folder that is no room yet, and a room that is no folder any more", () => {
    expect(faultsOf([file("src/attic/old.ts")])).toEqual([
      "attic is not in test/rooms.json: say there what it may import.",
    ]);
    expect(faultsOf([], { ...allowed, cellar: [] })).toEqual([
      "cellar is in test/rooms.json, but there is no such folder.",
    ]);
  });
});
