import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../../src/domain/cell/cell.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { dataFingerprint, type FingerprintTile } from "../../../../src/pipeline/training/data-fingerprint.ts";

const classes = { names: ["a", "b"], negative: null };

function cell(number: number, changes: Partial<Cell> = {}): Cell {
  return {
    tileId: tileId("t"),
    number,
    box: { left: 1, top: 2, right: 3 + number, bottom: 9 },
    centroid: { x: 2, y: 5 },
    area: 10,
    nucleusArea: 4,
    touchesBorder: false,
    corrected: false,
    meanIntensity: { red: 1.5, green: 2, blue: 3, yellow: null },
    measurements: null,
    ...changes,
  };
}

function tile(id: string, changes: Partial<FingerprintTile> = {}): FingerprintTile {
  return { id, width: 64, height: 48, weakLabel: [1, 0], cells: [cell(1), cell(2)], ...changes };
}

async function of(tiles: readonly FingerprintTile[], crop = defaultCropOptions, list = classes) {
  async function* each() {
    yield* tiles;
  }
  return dataFingerprint(each(), crop, list);
}

describe("dataFingerprint", () => {
  it("is the SHA-256 digest of classes, crop options and the digests of the tiles", async () => {
    const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
    const row = (number: number, right: number) => [number, 1, 2, right, 9, 10, 1.5, 2, 3, null];
    const digest = hash(["t", 64, 48, [0, 1], [row(1, 4), row(2, 5)]]);
    const crop = [224, 0.1, "keep", "square-root"];
    expect(await of([tile("t")])).toBe(hash([["a", "b"], crop, [["t", digest]]]));
  });

  it("does not depend on the order of tiles, cells and labels", async () => {
    const one = await of([tile("t"), tile("u")]);
    const turned = [tile("u"), tile("t", { cells: [cell(2), cell(1)], weakLabel: [0, 1] })];
    expect(await of(turned)).toBe(one);
  });

  it("changes with every part of the data", async () => {
    const green = { red: 1.5, green: 2.0001, blue: 3, yellow: null };
    const others = await Promise.all([
      of([tile("t")]),
      of([tile("u")]),
      of([tile("t", { width: 65 })]),
      of([tile("t", { weakLabel: [1] })]),
      of([tile("t", { weakLabel: null })]),
      of([tile("t", { cells: [cell(1)] })]),
      of([tile("t", { cells: [cell(1), cell(3)] })]),
      of([tile("t", { cells: [cell(1), cell(2, { area: 11 })] })]),
      of([tile("t", { cells: [cell(1), cell(2, { meanIntensity: green })] })]),
      of([tile("t")], { ...defaultCropOptions, margin: 0.2 }),
      of([tile("t")], defaultCropOptions, { names: ["a", "c"], negative: null }),
    ]);
    expect(new Set(others).size).toBe(others.length);
  });
});
