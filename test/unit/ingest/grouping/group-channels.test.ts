import { describe, expect, test } from "vitest";
import { type SourceFile, type TileSource, tileId } from "../../../../src/domain/tile/tile.ts";
import { groupChannels } from "../../../../src/ingest/grouping/group-channels.ts";
import { mergeGroups } from "../../../../src/ingest/grouping/merge-groups.ts";
import { sourceOf } from "../source-of.ts";

const all = (tile: string) => ["red", "green", "blue", "yellow"].map((channel) => sourceOf(`${tile}_${channel}.png`));

/** The names of a source's files, keyed by channel, or the name of the stack. */
function namesOf(source: TileSource): Record<string, string> {
  if (source.kind === "stack") return { stack: source.file.name };
  return Object.fromEntries(Object.entries(source.channels).map(([channel, file]) => [channel, file.name]));
}

function bytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(7);
}

describe("groupChannels", () => {
  test("complete tiles are in the order of their first files", () => {
    const { groups, tables, problems } = groupChannels([...all("B"), sourceOf("train.csv"), ...all("A")]);
    expect(groups.map((group) => group.tileId)).toEqual(["B", "A"]);
    expect(groups.map((group) => [group.missing, group.problem])).toEqual([
      [[], null],
      [[], null],
    ]);
    expect(namesOf(groups[0]!.source)).toEqual({
      red: "B_red.png",
      green: "B_green.png",
      blue: "B_blue.png",
      yellow: "B_yellow.png",
    });
    expect(tables.map((table) => table.name)).toEqual(["train.csv"]);
    expect(problems).toEqual([]);
  });

  test.each([
    ["yellow", "Add A_yellow (.png or .tif), or go on without it; cells are then outlined less exactly."],
    ["blue", "Add A_blue (.png or .tif); no tile can do without blue and green."],
  ])("a missing %s channel is a problem with its own remedy", (channel, remedy) => {
    const { groups } = groupChannels(all("A").filter((file) => !file.name.includes(channel)));
    expect(groups).toHaveLength(1);
    expect(groups[0]?.missing).toEqual([channel]);
    expect(groups[0]?.problem).toEqual({
      tag: "MissingChannel",
      subject: "A",
      message: `The ${channel} channel is missing from tile A.`,
      remedy,
    });
  });

  test("two missing channels are a problem, one of them needed", () => {
    const { groups } = groupChannels([sourceOf("A_blue.png"), sourceOf("A_yellow.png")]);
    expect(groups[0]?.missing).toEqual(["red", "green"]);
    expect(groups[0]?.problem?.message).toBe("The red and green channels are missing from tile A.");
    expect(groups[0]?.problem?.remedy).toBe(
      "Add A_red, A_green (.png or .tif); no tile can do without blue and green.",
    );
  });

  test("three missing channels are listed", () => {
    const { groups } = groupChannels([sourceOf("A_green.png")]);
    expect(groups[0]?.problem?.message).toBe("The red, blue and yellow channels are missing from tile A.");
  });

  test("two different files for one channel are a problem that names both and stays when more files come", () => {
    const twice = [sourceOf("x/A_red.png", bytes(5)), sourceOf("y/A_red.png", bytes(6))];
    for (const files of [
      [...twice, ...all("A").slice(1)],
      [...all("A").slice(1), ...twice],
    ]) {
      const { groups } = groupChannels(files);
      expect(groups).toHaveLength(1);
      expect(groups[0]?.problem).toMatchObject({
        tag: "DuplicateChannel",
        subject: "A",
        message: "Two different files claim the red channel of tile A: x/A_red.png and y/A_red.png.",
      });
    }
  });

  test("a PNG and a TIFF of one channel are two different files, whatever their sizes", () => {
    const { groups } = groupChannels([...all("A"), sourceOf("A_red.tif")]);
    expect(groups[0]?.problem?.tag).toBe("DuplicateChannel");
  });

  test("the same tile from two folders and an archive is kept once, and a problem says so", () => {
    const member: SourceFile = { name: "t.zip/A_red.png", file: new Blob([bytes(99)]), entry: "A_red.png", size: 1 };
    const copies = all("A").map((file) => ({ ...file, name: `copy/${file.name.toUpperCase()}` }));
    const { groups, problems } = groupChannels([
      ...all("A"),
      ...copies,
      member,
      sourceOf("a/t.csv"),
      sourceOf("b/t.csv"),
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.problem).toBeNull();
    expect(problems).toMatchObject([{ tag: "DuplicateTile", subject: "A" }]);
    expect(problems[0]?.message).toContain("A_red.png");
  });

  test("a stack is a whole tile; a stack beside channels is a conflict", () => {
    expect(groupChannels([sourceOf("A.ome.tif")]).groups).toMatchObject([
      { tileId: "A", missing: [], problem: null, source: { kind: "stack" } },
    ]);
    expect(groupChannels([sourceOf("A.tif"), sourceOf("A_red.png")]).groups[0]?.problem?.message).toBe(
      "Two different files claim the channels of tile A: A.tif and A_red.png.",
    );
  });

  test("an empty file fails its tile, unless another copy is there", () => {
    const empty = sourceOf("x/A_red.png", new Uint8Array(0));
    expect(groupChannels([empty, ...all("A").slice(1)]).groups[0]?.problem).toMatchObject({
      tag: "EmptyFile",
      subject: "x/A_red.png",
      message: "x/A_red.png is empty (0 bytes).",
    });
    for (const files of [
      [empty, ...all("A")],
      [...all("A"), empty],
    ]) {
      const [group] = groupChannels(files).groups;
      expect(group?.problem).toBeNull();
      expect(group && namesOf(group.source)["red"]).toBe("A_red.png");
    }
  });

  test("masks go to their tiles; the first of two for one part is kept, and a problem names both", () => {
    const names = ["A_cellmask.png", "A_nuclei.tif", "copy/A_cellmask.png", "B_labels.tif", "B_cp_masks.png"];
    const sources = names.map((name) => sourceOf(name, new Uint8Array(name.startsWith("B_cp") ? 9 : 5)));
    const { groups, masks, problems } = groupChannels([...sources, sourceOf("C_cells.png", new Uint8Array(0))]);
    expect(groups).toEqual([]);
    expect(masks.map(({ tileId, part, file }) => [tileId, part, file.name])).toEqual([
      ["A", "cells", "A_cellmask.png"],
      ["A", "nuclei", "A_nuclei.tif"],
      ["B", "cells", "B_labels.tif"],
    ]);
    expect(problems.map(({ tag, subject }) => [tag, subject])).toEqual([
      ["DuplicateChannel", "B"],
      ["EmptyFile", "C_cells.png"],
    ]);
    expect(problems[0]?.message).toContain("B_labels.tif and B_cp_masks.png");
  });

  test("system files are left out without a problem, and problems name unknown files", () => {
    const names = [".DS_Store", "NOTE.md", "inner.zip", "A.png"];
    const { groups, problems } = groupChannels(names.map((name) => sourceOf(name)));
    expect(groups).toEqual([]);
    expect(problems.map((problem) => [problem.tag, problem.subject])).toEqual([
      ["UnknownFile", "NOTE.md"],
      ["UnknownFile", "inner.zip"],
      ["UnknownFile", "A.png"],
    ]);
  });

  test("an empty table is a problem, and hundreds of unknown files are counted", () => {
    const unknown = Array.from({ length: 300 }, (_, i) => sourceOf(`${i}.txt`));
    const { tables, problems } = groupChannels([sourceOf("t.csv", new Uint8Array(0)), ...unknown]);
    expect(tables).toEqual([]);
    expect(problems).toHaveLength(7);
    expect(problems[0]).toMatchObject({ tag: "EmptyFile", subject: "t.csv" });
    expect(problems[6]?.message).toContain("295 more like this");
  });
});

describe("mergeGroups", () => {
  const tile = tileId("A");
  const part = (...files: readonly SourceFile[]) => groupChannels(files).groups[0]!;
  const [red, green, blue, yellow] = all("A") as [SourceFile, SourceFile, SourceFile, SourceFile];

  test("later channels complete a waiting tile", () => {
    const waiting = part(green, blue, red);
    const complete = mergeGroups(waiting, part(yellow));
    expect(complete).toMatchObject({ tileId: "A", missing: [], problem: null });
    expect(Object.keys(namesOf(complete.source)).sort()).toEqual(["blue", "green", "red", "yellow"]);
    expect(waiting.missing).toEqual(["yellow"]);
  });

  test("the result does not depend on the order in which files are dropped", () => {
    for (const [a, b] of [
      [part(red, blue), part(green)],
      [part(green), part(red, blue)],
    ] as const) {
      expect(mergeGroups(a, b).missing).toEqual(["yellow"]);
    }
  });

  test("dropping the same tile again changes nothing", () => {
    const whole = part(red, green, blue, yellow);
    expect(mergeGroups(whole, whole)).toEqual(whole);
  });

  test("merges into a stored tile, which has a source but no problem of a group", () => {
    const source: TileSource = { kind: "channels", channels: { red, green } };
    expect(mergeGroups({ tileId: tile, source }, part(blue)).missing).toEqual(["yellow"]);
  });

  test("another file for a channel is a conflict, or replaces the broken one", () => {
    const whole = part(red, green, blue, yellow);
    const better = part(sourceOf("again/A_red.png", bytes(9)));
    const kept = mergeGroups(whole, better);
    expect(kept.problem?.tag).toBe("DuplicateChannel");
    expect(namesOf(kept.source)["red"]).toBe("A_red.png");
    expect(kept.problem?.message).toContain("A_red.png and again/A_red.png");
    const namesake = mergeGroups(whole, part(sourceOf("A_red.png", bytes(9))));
    expect(namesake.problem?.message).toMatch(/A_red\.png \(\d+ bytes\) and A_red\.png \(9 bytes\)/);
    const replaced = mergeGroups(whole, better, "replace");
    expect(replaced.problem).toBeNull();
    expect(namesOf(replaced.source)).toMatchObject({ red: "again/A_red.png", green: "A_green.png" });
  });
});
