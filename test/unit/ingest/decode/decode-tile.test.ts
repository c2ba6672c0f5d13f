import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import {
  type ChannelName,
  longestSide,
  type SourceFile,
  type TileSource,
  tileId,
} from "../../../../src/domain/tile/tile.ts";
import { decodeTile } from "../../../../src/ingest/decode/decode-tile.ts";
import { groupChannels } from "../../../../src/ingest/grouping/group-channels.ts";
import { buildPng } from "../build-png.ts";
import { problemOf } from "../problem-of.ts";
import { sourceOf } from "../source-of.ts";

const tile = tileId("A");

/** A gray PNG whose samples all have one value. */
function flat(width: number, height: number, value: number, depth: 8 | 16 = 8): Uint8Array<ArrayBuffer> {
  const data = (depth === 8 ? new Uint8Array(width * height) : new Uint16Array(width * height)).fill(value);
  return new Uint8Array(encode({ width, height, data, depth, channels: 1 }));
}

function channels(files: Partial<Record<ChannelName, Uint8Array<ArrayBuffer>>>): TileSource {
  const sources: Partial<Record<ChannelName, SourceFile>> = {};
  for (const [channel, bytes] of Object.entries(files))
    sources[channel as ChannelName] = sourceOf(`A_${channel}.png`, bytes);
  return { kind: "channels", channels: sources };
}

const whole = { red: flat(3, 2, 1), green: flat(3, 2, 2), blue: flat(3, 2, 3), yellow: flat(3, 2, 4) };

describe("decodeTile", () => {
  test("puts each file into its channel", async () => {
    const pixels = await decodeTile(tile, channels(whole), []);
    expect(pixels).toEqual({
      width: 3,
      height: 2,
      bitDepth: 8,
      pixelSize: null,
      channels: {
        red: new Uint8Array(6).fill(1),
        green: new Uint8Array(6).fill(2),
        blue: new Uint8Array(6).fill(3),
        yellow: new Uint8Array(6).fill(4),
      },
    });
  });

  test("converts mixed depths to 16 bits, and white stays white", async () => {
    const pixels = await decodeTile(tile, channels({ ...whole, red: flat(3, 2, 255), green: flat(3, 2, 777, 16) }), []);
    expect(pixels.bitDepth).toBe(16);
    expect(pixels.channels.red).toEqual(new Uint16Array(6).fill(65_535));
    expect(pixels.channels.green).toEqual(new Uint16Array(6).fill(777));
    expect(pixels.channels.blue).toEqual(new Uint16Array(6).fill(771));
  });

  test("leaves out channels that the user goes on without, even when their files are broken", async () => {
    const { red: _red, ...three } = whole;
    const pixels = await decodeTile(tile, channels({ ...three, yellow: Uint8Array.of(1, 2) }), ["red", "yellow"]);
    expect(pixels.channels.red).toBeNull();
    expect(pixels.channels.yellow).toBeNull();
    expect(pixels.channels.green).toHaveLength(6);
  });

  test("refuses a missing channel that the user did not agree to go without", async () => {
    const { red: _red, ...three } = whole;
    const problem = await problemOf(() => decodeTile(tile, channels(three), ["yellow"]));
    expect(problem.tag).toBe("MissingChannel");
    expect(problem.message).toContain("red");
  });

  test("refuses to go without blue", async () => {
    const problem = await problemOf(() => decodeTile(tile, channels(whole), ["blue"]));
    expect(problem.tag).toBe("MissingChannel");
    expect(problem.message).toContain("blue");
  });

  test("names both files and sizes when channels differ in size", async () => {
    const problem = await problemOf(() => decodeTile(tile, channels({ ...whole, blue: flat(2, 3, 3) }), []));
    expect(problem.tag).toBe("ChannelSizeMismatch");
    expect(problem.message).toBe("A_red.png is 3 x 2 px, but A_blue.png is 2 x 3 px.");
  });

  test("refuses an image that is too large by its header, before it reads pixels", async () => {
    const huge = buildPng({ width: longestSide + 1, height: 5, depth: 8, colourType: 0, scanlines: new Uint8Array(1) });
    const problem = await problemOf(() => decodeTile(tile, channels({ ...whole, red: huge }), []));
    expect(problem.tag).toBe("ImageTooLarge");
    expect(problem.message).toBe("A_red.png is 16,385 x 5 px; at most 16,384 px a side can be read.");
  });

  test("refuses an empty file", async () => {
    const problem = await problemOf(() => decodeTile(tile, channels({ ...whole, red: new Uint8Array() }), []));
    expect(problem).toMatchObject({ tag: "EmptyFile", subject: "A_red.png" });
  });
});

test("real tiles decode to their size", { timeout: 60_000 }, async () => {
  const folder = resolve(import.meta.dirname, "../../../../../shared/tiles");
  if (!existsSync(folder)) {
    console.log("The real tiles are absent: a generated tile is decoded instead.");
    expect((await decodeTile(tile, channels(whole), [])).width).toBe(3);
    return;
  }
  const files = readdirSync(folder).map((name) =>
    sourceOf(`tiles/${name}`, new Uint8Array(readFileSync(resolve(folder, name)))),
  );
  const { groups, tables } = groupChannels(files);
  expect(tables.map((table) => table.name)).toEqual(["tiles/train.csv"]);
  const sizes: Record<string, number[]> = {};
  for (const group of groups) {
    expect(group.problem).toBeNull();
    const { width, height, bitDepth, channels: decoded } = await decodeTile(group.tileId, group.source, []);
    expect(Object.values(decoded).map((samples) => samples?.length)).toEqual(Array(4).fill(width * height));
    sizes[group.tileId.slice(0, 8)] = [width, height, bitDepth];
  }
  expect(sizes).toEqual({ "5c27f04c": [2048, 2048, 8], a7faf0b4: [3072, 3072, 8], f0ac7116: [2048, 2048, 8] });
});
