import { decode } from "fast-png";
import { expect, it } from "vitest";
import { encodeLabelPng } from "../../../src/export/label-png.ts";
import { never } from "../../never.ts";

it("reads back with every label, as 16-bit grayscale", async () => {
  const labels = Uint16Array.from({ length: 300 * 257 }, (_, i) => (i * 7919) % 65536);
  labels.set([0, 1, 255, 256, 65535]);
  const png = decode(await encodeLabelPng({ width: 300, height: 257, labels, count: 65535 }, never));
  expect([png.width, png.height, png.depth, png.channels]).toEqual([300, 257, 16, 1]);
  expect(png.data).toEqual(labels);
});
