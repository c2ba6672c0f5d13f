import { expect, it } from "vitest";
import { drawHeat } from "../../../src/imaging/draw-heat.ts";

it("enlarges bilinearly between the centres of the places, and is more opaque where values are higher", () => {
  const { width, height, rgba } = drawHeat(Float32Array.of(0, 4, 8, 0), 2, 8, 4);
  expect([width, height]).toEqual([4, 4]);
  const alpha = rgba.filter((_, at) => at % 4 === 3);
  // torch.nn.functional.interpolate([[0, 4], [8, 0]], size=4, mode="bilinear", align_corners=False) / 8 * 255
  const expected = [
    [0, 1, 3, 4],
    [2, 2.25, 2.75, 3],
    [6, 4.75, 2.25, 1],
    [8, 6, 2, 0],
  ];
  expect([...alpha]).toEqual(expected.flat().map((value) => Math.round((value / 8) * 255)));
  // The strongest place is the lightest colour, and all channels rise with the value.
  expect([...rgba.subarray(12 * 4, 12 * 4 + 4)]).toEqual([252, 250, 165, 255]);
});

it("draws values above the strongest value like the strongest value", () => {
  expect([...drawHeat(Float32Array.of(9), 1, 3, 1).rgba]).toEqual([252, 250, 165, 255]);
});

it("draws nothing when the strongest value is 0", () => {
  const { rgba } = drawHeat(new Float32Array(9), 3, 0, 6);
  expect(rgba).toHaveLength(6 * 6 * 4);
  expect(rgba.every((value) => value === 0)).toBe(true);
});
