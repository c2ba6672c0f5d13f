import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WeakLabel } from "../../../../src/domain/localisation/localisation.ts";
import {
  type ChannelName,
  channelNames,
  type SourceFile,
  type TileId,
  tileId,
} from "../../../../src/domain/tile/tile.ts";
import { groupChannels } from "../../../../src/ingest/grouping/group-channels.ts";
import { type Drop, type KnownTiles, mergeDrop } from "../../../../src/pipeline/dataset/merge-drop.ts";

function makeFile(tile: string, channel: ChannelName, text = `${tile} ${channel}`): SourceFile {
  return { name: `${tile}_${channel}.png`, file: new Blob([text]) };
}

function makeDrop(files: readonly SourceFile[], overrides: Partial<Drop> = {}): Drop {
  return {
    groups: groupChannels(files).groups,
    labels: new Map(),
    earlierLabels: new Map(),
    addedAt: 1000,
    isSample: () => false,
    ...overrides,
  };
}

function labels(entries: Record<string, WeakLabel>): ReadonlyMap<TileId, WeakLabel> {
  return new Map(Object.entries(entries).map(([name, label]) => [tileId(name), label]));
}

const nothing: KnownTiles = { records: new Map(), sources: new Map() };

/** Returns the known tiles after a drop, as the data set keeps them. */
function take(known: KnownTiles, drop: Drop): KnownTiles {
  const merged = mergeDrop(known, drop);
  return {
    records: new Map([...known.records, ...merged.tiles.map((record) => [record.id, record] as const)]),
    sources: new Map([...known.sources, ...merged.sources]),
  };
}

function withStatus(known: KnownTiles, status: "ready" | "failed"): KnownTiles {
  return { ...known, records: new Map([...known.records].map(([id, record]) => [id, { ...record, status }])) };
}

function statuses({ records }: KnownTiles): Record<string, string> {
  return Object.fromEntries([...records].map(([id, record]) => [id, record.status]));
}

const whole = (tile: string) => channelNames.map((channel) => makeFile(tile, channel));
const some = (tile: string, ...channels: ChannelName[]) => channels.map((channel) => makeFile(tile, channel));

describe("mergeDrop", () => {
  it("queues complete tiles, lets incomplete tiles wait, and fails tiles with an empty file", () => {
    const empty = { name: "c_red.png", file: new Blob([]) };
    const drop = makeDrop([
      ...whole("a"),
      ...some("b", "blue", "green"),
      empty,
      ...some("c", "green", "blue", "yellow"),
    ]);
    const { tiles, sources } = mergeDrop(nothing, drop);
    expect(tiles.map(({ id, status, problem }) => [id, status, problem?.tag ?? null])).toEqual([
      ["a", "queued", null],
      ["b", "waiting", "MissingChannel"],
      ["c", "failed", "EmptyFile"],
    ]);
    expect(tiles[1]?.missingChannels).toEqual(["red", "yellow"]);
    expect([...sources.keys()]).toEqual(["a", "b", "c"]);
  });

  it("completes a waiting tile with channels that come later, one by one", () => {
    let known = take(nothing, makeDrop(some("a", "blue"), { addedAt: 5, labels: labels({ a: [3] }) }));
    known = take(known, makeDrop(some("a", "green", "yellow"), { addedAt: 6 }));
    expect(statuses(known)).toEqual({ a: "waiting" });
    known = take(known, makeDrop(some("a", "red"), { addedAt: 7 }));
    expect(known.records.get(tileId("a"))).toMatchObject({
      status: "queued",
      problem: null,
      addedAt: 5,
      weakLabel: [3],
    });
    const source = known.sources.get(tileId("a"));
    expect(source?.kind === "channels" && Object.keys(source.channels).sort()).toEqual([
      "blue",
      "green",
      "red",
      "yellow",
    ]);
  });

  it("replaces files of a failed tile with new ones, and keeps its other files", () => {
    const known = withStatus(take(nothing, makeDrop(whole("a"))), "failed");
    const better = makeFile("a", "green", "a better copy");
    const { tiles, sources } = mergeDrop(known, makeDrop([better]));
    expect(tiles[0]).toMatchObject({ status: "queued", problem: null, missingChannels: [] });
    const source = sources.get(tileId("a"));
    expect(source?.kind === "channels" && source.channels.green).toBe(better);
    expect(source?.kind === "channels" && source.channels.red?.name).toBe("a_red.png");
  });

  it("still refuses two files for one channel when both are dropped again", () => {
    const both = [...whole("a"), makeFile("a", "red", "another picture")];
    const failed = take(nothing, makeDrop(both));
    const again = take(failed, makeDrop(both));
    expect(again.records.get(tileId("a"))).toMatchObject({ status: "failed", problem: { tag: "DuplicateChannel" } });
    const settled = take(again, makeDrop(some("a", "red")));
    expect(settled.records.get(tileId("a"))).toMatchObject({ status: "queued", problem: null });
  });

  it("starts a failed tile from the new files alone when its old files are gone", () => {
    const { records } = withStatus(take(nothing, makeDrop(whole("a"))), "failed");
    const { tiles } = mergeDrop({ records, sources: new Map() }, makeDrop(some("a", "green")));
    expect(tiles[0]).toMatchObject({ status: "waiting", missingChannels: ["red", "blue", "yellow"] });
  });

  it("keeps a tile that is queued or ready when it is dropped again, and says so", () => {
    const queued = take(nothing, makeDrop(whole("a")));
    for (const known of [queued, withStatus(queued, "ready")]) {
      const { tiles, sources, problems } = mergeDrop(known, makeDrop(whole("a")));
      expect([tiles, sources.size]).toEqual([[], 0]);
      expect(problems).toMatchObject([{ tag: "DuplicateTile", subject: "a" }]);
    }
  });

  it("says how to use a channel that comes too late", () => {
    const known = withStatus(take(nothing, makeDrop(some("a", "green", "blue", "yellow"))), "ready");
    const { tiles, problems } = mergeDrop(known, makeDrop(some("a", "red")));
    expect(tiles).toEqual([]);
    expect(problems).toEqual([
      {
        tag: "DuplicateTile",
        subject: "a",
        message: "Tile a went on without its red channel; what came now was not used.",
        remedy: "To use it, remove the tile and drop all of its files again.",
      },
    ]);
    expect(mergeDrop(known, makeDrop(some("a", "green"))).problems[0]?.message).toContain("in the data set already");
  });

  it("gives labels to tiles that come now, came before, or come later", () => {
    const known = take(nothing, makeDrop(whole("before")));
    const drop = makeDrop(whole("now"), { labels: labels({ before: [1], now: [2], nowhere: [3] }) });
    expect(mergeDrop(known, drop).tiles.map(({ id, weakLabel }) => [id, weakLabel])).toEqual([
      ["now", [2]],
      ["before", [1]],
    ]);
    const later = makeDrop(whole("nowhere"), { earlierLabels: labels({ nowhere: [3] }) });
    expect(mergeDrop(known, later).tiles).toMatchObject([{ id: "nowhere", weakLabel: [3] }]);
    const corrected = mergeDrop(take(known, drop), makeDrop([], { labels: labels({ before: [7] }) }));
    expect(corrected.tiles).toMatchObject([{ id: "before", weakLabel: [7] }]);
  });

  it("gives the same result however the files are spread over drops", () => {
    const files = ["a", "b"].flatMap(whole);
    const table = labels({ a: [0, 4], b: [18] });
    const cuts = fc.array(fc.nat(3), { minLength: files.length, maxLength: files.length });
    fc.assert(
      fc.property(cuts, fc.nat(3), (dropOf, tableIn) => {
        let known = nothing;
        let kept: ReadonlyMap<TileId, WeakLabel> = new Map();
        for (const turn of [0, 1, 2, 3]) {
          if (tableIn === turn) kept = table;
          const part = files.filter((_, index) => dropOf[index] === turn);
          const now = tableIn === turn ? table : new Map();
          known = take(known, makeDrop(part, { labels: now, earlierLabels: kept }));
        }
        expect(statuses(known)).toEqual({ a: "queued", b: "queued" });
        expect(known.records.get(tileId("a"))?.weakLabel).toEqual([0, 4]);
        expect(known.records.get(tileId("b"))?.weakLabel).toEqual([18]);
        for (const source of known.sources.values()) {
          expect(source.kind === "channels" && Object.keys(source.channels).length).toBe(4);
        }
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});
