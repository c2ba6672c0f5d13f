import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { decode } from "fast-png";
import { unzlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Box } from "../../../src/domain/cell/cell.ts";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { encodeCounts, encodeMask } from "../../../src/export/mask-rle.ts";

const shared = resolve(import.meta.dirname, "../../../../shared");

/** Reads a label map from rows of digits. */
function drawn(rows: readonly string[]): LabelMap {
  const width = rows[0]?.length ?? 0;
  const labels = Uint16Array.from(rows.join(""), Number);
  return { width, height: rows.length, labels, count: labels.reduce((most, label) => Math.max(most, label), 0) };
}

function boxOf(map: LabelMap, number: number): Box {
  const box = { left: map.width, top: map.height, right: 0, bottom: 0 };
  map.labels.forEach((label, i) => {
    if (label !== number) return;
    const [x, y] = [i % map.width, Math.floor(i / map.width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
  });
  return box.right === 0 ? { left: 0, top: 0, right: 0, bottom: 0 } : box;
}

/**
 * Decodes counts to a mask in row-major order; written independently of the encoder after `rleFrString` and
 * `rleDecode`.
 */
function decodeMask(counts: string, width: number, height: number): string {
  const runs: number[] = [];
  for (let i = 0; i < counts.length; ) {
    let value = 0;
    let scale = 1;
    for (;;) {
      const group = counts.charCodeAt(i) - 48;
      i += 1;
      value += (group % 32) * scale;
      scale *= 32;
      if (group >= 32) continue;
      if (group % 32 >= 16) value -= scale;
      break;
    }
    runs.push(runs.length > 2 ? value + (runs.at(-2) ?? 0) : value);
  }
  const columns = runs.map((run, i) => (i % 2 ? "1" : "0").repeat(run)).join("");
  expect(columns.length).toBe(width * height);
  return Array.from({ length: width * height }, (_, i) => columns[(i % width) * height + Math.floor(i / width)]).join(
    "",
  );
}

function inflated(mask: string): string {
  return Buffer.from(unzlibSync(new Uint8Array(Buffer.from(mask, "base64")))).toString("latin1");
}

describe("encodeCounts", () => {
  it.each([
    [["0"], "1"],
    [["1"], "01"],
    [["1010100"], "0110001"],
    [["1", "1", "1", "0", "0", "1", "0"], "032NO"],
    [["02", "10"], "112"],
  ])("writes %j as %s", (rows, counts) => {
    const map = drawn(rows);
    expect(encodeCounts(map, 1, boxOf(map, 1))).toBe(counts);
  });

  it("continues a run from the bottom of a column to the top of the next", () => {
    const map = drawn(["0110", "0110", "0110"]);
    expect(decodeMask(encodeCounts(map, 1, boxOf(map, 1)), 4, 3)).toBe("011001100110");
    expect(encodeCounts(map, 1, boxOf(map, 1))).toBe("363");
  });

  it("gives the same text for the tight box, a wider box and the whole tile", () => {
    const map = drawn(["0000", "0210", "0110", "0000"]);
    const counts = encodeCounts(map, 1, boxOf(map, 1));
    expect(encodeCounts(map, 1, { left: 0, top: 1, right: 4, bottom: 4 })).toBe(counts);
    expect(encodeCounts(map, 1, { left: 0, top: 0, right: 4, bottom: 4 })).toBe(counts);
  });

  it("reads nothing outside the box", () => {
    const side = 4000;
    const map: LabelMap = { width: side, height: side, labels: new Uint16Array(side * side), count: 1 };
    map.labels[5 * side + 5] = 1;
    const read = new Set<string>();
    const labels = new Proxy(map.labels, {
      get: (target, key) => {
        if (typeof key === "string" && /^\d+$/.test(key)) read.add(key);
        return Reflect.get(target, key);
      },
    });
    encodeCounts({ ...map, labels }, 1, { left: 4, top: 5, right: 7, bottom: 7 });
    expect(read.size).toBe(6);
  });

  it("decodes to the cell's mask for any map", () => {
    const map = fc
      .record({
        width: fc.integer({ min: 1, max: 40 }),
        height: fc.integer({ min: 1, max: 40 }),
        most: fc.integer({ min: 1, max: 3 }),
      })
      .chain(({ width, height, most }) =>
        fc
          .array(fc.nat(most), { minLength: width * height, maxLength: width * height })
          .map((labels) => ({ width, height, labels: Uint16Array.from(labels), count: most })),
      );
    fc.assert(
      fc.property(map, fc.integer({ min: 1, max: 3 }), (map, number) => {
        const naive = Array.from(map.labels, (label) => (label === number ? "1" : "0")).join("");
        expect(decodeMask(encodeCounts(map, number, boxOf(map, number)), map.width, map.height)).toBe(naive);
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

describe("encodeMask", () => {
  it("packs the counts in zlib and base64", () => {
    const map = drawn(["0110", "0110"]);
    expect(inflated(encodeMask(map, 1, boxOf(map, 1)))).toBe(encodeCounts(map, 1, boxOf(map, 1)));
  });

  it("matches every small case of the COCO reference implementation", () => {
    const file = join(shared, "rle/rle_small.json");
    if (!existsSync(file)) {
      console.log("No reference strings beside the project: three of them from memory.");
      for (const [side, counts] of [
        [2048, "PPPP4"],
        [1728, "PPTk2"],
        [3072, "PPPP9"],
      ] as const) {
        const map = { width: side, height: side, labels: new Uint16Array(0), count: 0 };
        expect(inflated(encodeMask(map, 1, { left: 0, top: 0, right: 0, bottom: 0 }))).toBe(counts);
      }
      return;
    }
    const { small, official_samples: empty } = JSON.parse(readFileSync(file, "utf8")) as {
      small: { h: number; w: number; rows: string[]; counts: string; b64: string }[];
      official_samples: { h: number; w: number; counts: string; b64: string }[];
    };
    expect(small.length).toBe(24);
    for (const { rows, counts, b64 } of small) {
      const map = drawn(rows);
      const mask = inflated(encodeMask(map, 1, boxOf(map, 1)));
      expect(mask).toBe(counts);
      expect(mask).toBe(inflated(b64));
    }
    expect(empty.length).toBe(3);
    for (const { w, h, counts } of empty) {
      const map = { width: w, height: h, labels: new Uint16Array(w * h), count: 0 };
      expect(inflated(encodeMask(map, 1, { left: 0, top: 0, right: w, bottom: h }))).toBe(counts);
    }
  });

  it("matches every cell of the real tiles", () => {
    const file = join(shared, "rle/rle_tiles.json");
    if (!existsSync(file)) {
      console.log("No real tiles beside the project: a drawn cell stands in.");
      const map = drawn(["00000", "01110", "01100", "00000"]);
      expect(decodeMask(inflated(encodeMask(map, 1, boxOf(map, 1))), 5, 4)).toBe("00000011100110000000");
      return;
    }
    const tiles = JSON.parse(readFileSync(file, "utf8")) as Record<
      string,
      { label: number; area: number; counts_len: number; counts_sha1: string; b64: string }[]
    >;
    let cells = 0;
    for (const [id, references] of Object.entries(tiles)) {
      const png = decode(readFileSync(join(shared, `tiles/${id}_cellmask.png`)));
      const map: LabelMap = {
        width: png.width,
        height: png.height,
        labels: Uint16Array.from(png.data),
        count: references.length,
      };
      for (const reference of references) {
        const counts = inflated(encodeMask(map, reference.label, boxOf(map, reference.label)));
        expect(counts.length).toBe(reference.counts_len);
        expect(createHash("sha1").update(counts).digest("hex")).toBe(reference.counts_sha1);
        expect(counts).toBe(inflated(reference.b64));
        cells += 1;
      }
    }
    expect(cells).toBe(64);
  });
});
