import { describe, expect, it } from "vitest";
import type { TilePixels } from "../../../src/domain/tile/tile.ts";
import { mergeChannels } from "../../../src/imaging/merge-channels.ts";

const side = 40;
/** A background of 0, and at the lower right a cell that becomes brighter along the rows up to `top`. */
const ramp = (top: number): Uint8Array =>
  Uint8Array.from({ length: side * side }, (_, pixel) => {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    return x < 28 || y < 24 ? 0 : Math.round((y / (side - 1)) * top);
  });
const tile = (channels: Partial<TilePixels["channels"]>): TilePixels => ({
  width: side,
  height: side,
  bitDepth: 8,
  channels: { red: null, green: ramp(200), blue: ramp(50), yellow: null, ...channels },
});

describe("mergeChannels", () => {
  it("keeps the nucleus in the file's units", () => {
    const merged = mergeChannels(tile({}), 2);
    expect([merged.width, merged.height]).toEqual([20, 20]);
    expect(merged.nucleus[0]).toBeLessThan(1);
    expect(merged.nucleus[399]).toBeCloseTo(49.5, 1);
  });

  it("gives a dim stain the same weight as a bright one", () => {
    const flat = new Uint8Array(side * side);
    const bright = mergeChannels(tile({ red: ramp(240), yellow: flat }), 2).cellBody;
    const dim = mergeChannels(tile({ red: flat, yellow: ramp(60) }), 2).cellBody;
    for (const at of [0, 130, 334, 399]) expect(Math.abs(bright[at]! - dim[at]!)).toBeLessThan(0.03);
  });

  it("uses the other stain when one is missing, and green when both are missing", () => {
    const both = mergeChannels(tile({ red: ramp(100), yellow: ramp(100) }), 2).cellBody;
    const red = mergeChannels(tile({ red: ramp(100) }), 2).cellBody;
    const yellow = mergeChannels(tile({ yellow: ramp(100) }), 2).cellBody;
    const green = mergeChannels(tile({}), 2).cellBody;
    expect(red).toEqual(yellow);
    expect(red).toEqual(both);
    expect(green[399]).toBeCloseTo(1, 1);
  });

  it("subtracts the slope of uneven light before it scales", () => {
    const light = ramp(100).map((value, pixel) => value + Math.round((40 * (pixel % side)) / side));
    const even = mergeChannels(tile({ red: ramp(100) }), 2).cellBody;
    const uneven = mergeChannels(tile({ red: light }), 2).cellBody;
    for (const at of [0, 19, 210, 380, 399]) expect(Math.abs(even[at]! - uneven[at]!)).toBeLessThan(0.05);
  });

  it("is 0 for a flat stain, and never negative or NaN", () => {
    const empty = mergeChannels(tile({ red: new Uint8Array(side * side).fill(9) }), 3);
    expect(empty.cellBody.every((value) => value === 0)).toBe(true);
    const merged = mergeChannels(tile({ red: ramp(255), yellow: ramp(3) }), 3);
    expect(merged.cellBody.every((value) => value >= 0 && value < 1.1)).toBe(true);
  });
});
