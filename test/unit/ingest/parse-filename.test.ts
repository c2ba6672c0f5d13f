import { expect, test } from "vitest";
import { parseFilename } from "../../../src/ingest/parse-filename.ts";

test.each([
  ["5c27f04c-bb99_red.png", { kind: "channel", tile: "5c27f04c-bb99", channel: "red" }],
  ["A_GREEN.TIF", { kind: "channel", tile: "A", channel: "green" }],
  ["A_Blue.Tiff", { kind: "channel", tile: "A", channel: "blue" }],
  ["plate 1_A01_yellow.jpeg", { kind: "channel", tile: "plate 1_A01", channel: "yellow" }],
  ["A_red.jpg", { kind: "channel", tile: "A", channel: "red" }],
  ["A_red.webp", { kind: "channel", tile: "A", channel: "red" }],
  ["A_red.ome.tif", { kind: "channel", tile: "A", channel: "red" }],
  ["tiles.zip/run 3/A_red.png", { kind: "channel", tile: "A", channel: "red" }],
  ["C:\\data\\A_red.png", { kind: "channel", tile: "A", channel: "red" }],
  ["A.tif", { kind: "stack", tile: "A" }],
  ["A.ome.tiff", { kind: "stack", tile: "A" }],
  ["A.b.OME.TIF", { kind: "stack", tile: "A.b" }],
  ["train.csv", { kind: "table" }],
  ["x/Train.TSV", { kind: "table" }],
  ["tiles.zip", { kind: "archive" }],
  ["A_cellmask.png", { kind: "truth", tile: "A" }],
  ["A_label.tif", { kind: "truth", tile: "A" }],
  [".DS_Store", { kind: "system" }],
  ["__MACOSX/._A_red.png", { kind: "system" }],
  ["x/._A_red.png", { kind: "system" }],
  ["Thumbs.db", { kind: "system" }],
  [".git/A_red.png", { kind: "system" }],
  ["./A_red.png", { kind: "channel", tile: "A", channel: "red" }],
  // The public atlas' merged picture: it ends like a channel.
  ["1_A1_2_blue_red_green.jpg", { kind: "unknown" }],
  ["_red.png", { kind: "unknown" }],
  ["A.png", { kind: "unknown" }],
  ["A_red.gif", { kind: "unknown" }],
  ["A_purple.png", { kind: "unknown" }],
  ["NOTE.md", { kind: "unknown" }],
  ["", { kind: "unknown" }],
])("%s", (name, parsed) => {
  expect(parseFilename(name)).toEqual(parsed);
});
