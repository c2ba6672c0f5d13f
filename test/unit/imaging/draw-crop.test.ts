import { describe, expect, it } from "vitest";
import type { ChannelDisplay, ChannelDisplays } from "../../../src/domain/tile/channel-display.ts";
import { drawCrop } from "../../../src/imaging/draw-crop.ts";

const hidden: ChannelDisplay = { visible: false, colour: [255, 255, 255], contrast: [0, 1] };
const only = (changes: Partial<ChannelDisplays>): ChannelDisplays => ({
  red: hidden,
  green: hidden,
  blue: hidden,
  yellow: hidden,
  ...changes,
});
/** Two pixels: green has the codes 255 and 128 (a quarter of full scale), red has 64. */
const crop = Uint8Array.from([64, 255, 0, 0, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

describe("drawCrop", () => {
  it.each([8, 16] as const)("undoes the encoding and stretches the contrast, %i bits", (bitDepth) => {
    const full = bitDepth === 8 ? 255 : 65_535;
    const displays = only({ green: { visible: true, colour: [0, 200, 100], contrast: [0, full] } });
    const { width, height, rgba } = drawCrop(crop, 2, bitDepth, displays);
    expect([width, height]).toEqual([2, 2]);
    const quarter = (128 / 255) ** 2;
    expect([...rgba.subarray(0, 4)]).toEqual([0, 200, 100, 255]);
    expect([...rgba.subarray(4, 8)]).toEqual([0, Math.round(200 * quarter), Math.round(100 * quarter), 255]);
    expect([...rgba.subarray(8, 12)]).toEqual([0, 0, 0, 255]);
  });

  it("adds the visible channels and clips", () => {
    const shown = (colour: [number, number, number]): ChannelDisplay => ({ visible: true, colour, contrast: [0, 10] });
    const { rgba } = drawCrop(crop, 2, 8, only({ red: shown([200, 0, 0]), green: shown([200, 200, 0]) }));
    expect([...rgba.subarray(0, 4)]).toEqual([255, 200, 0, 255]);
  });

  it("draws with a contrast whose ends are equal", () => {
    const { rgba } = drawCrop(crop, 2, 8, only({ green: { visible: true, colour: [0, 255, 0], contrast: [50, 50] } }));
    expect([rgba[1], rgba[5], rgba[9]]).toEqual([255, 255, 0]);
  });
});
