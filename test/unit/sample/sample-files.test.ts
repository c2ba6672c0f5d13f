import { decode } from "fast-png";
import { expect, it } from "vitest";
import { generateTile } from "../../../src/sample/generate-tile.ts";
import { sampleFiles, sampleTable } from "../../../src/sample/sample-files.ts";

it.each([8, 16] as const)("writes four %i-bit grayscale PNG files that hold the tile's samples", (bitDepth) => {
  const size = { width: 90, height: 70, nucleusDiameter: 25, density: 0.8 };
  const tile = generateTile({ ...size, name: "sample-3", seed: 3, bitDepth, classes: [2] });
  const files = sampleFiles(tile);
  expect(files.map(({ name }) => name)).toEqual(
    ["red", "green", "blue", "yellow"].map((channel) => `sample-3_${channel}.png`),
  );
  files.forEach(({ bytes }, i) => {
    const png = decode(bytes);
    expect([png.width, png.height, png.depth, png.channels]).toEqual([90, 70, bitDepth, 1]);
    const channel = (["red", "green", "blue", "yellow"] as const)[i] ?? "red";
    expect(png.data).toEqual(tile.pixels.channels[channel]);
  });
});

it("writes the annotation table", () => {
  const tiles = [
    { name: "sample-1", weakLabel: [0, 5, 8] },
    { name: "sample-2", weakLabel: [18] },
  ];
  expect(sampleTable(tiles)).toBe("ID,Label\nsample-1,0|5|8\nsample-2,18\n");
});
