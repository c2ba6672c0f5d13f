import { expect, test } from "vitest";
import { parseImageSeries } from "../../../../src/ingest/formats/parse-image-series.ts";
import { assignChannels } from "../../../../src/ingest/grouping/assign-channels.ts";
import { problemOf } from "../problem-of.ts";

test.each([
  [[null, null, null, null], "red green blue yellow"],
  [[null, null, null], "red green blue"],
  [["Blue", "GREEN", "Red", "yellow"], "blue green red yellow"],
  [["DAPI", "Protein", "Microtubules", "ER"], "blue green red yellow"],
  [["Hoechst 33342", "anti-Tubulin", "Antibody", "Calreticulin"], "blue red green yellow"],
  [["ch_blue", "Channel 2: green", "red"], "blue green red"],
  [["nuclei", "protein", "endoplasmic_reticulum"], "blue green yellow"],
  // One name is unknown, and one channel is left for it.
  [["DAPI", "Alexa 488", "Tubulin", "ER"], "blue green red yellow"],
  // Names of dyes identify no channel and do not contradict the order.
  [["Texas Red", "Alexa 488", "DAPI", "Cy5"], "red green blue yellow"],
  [["C0", "C1", "C2", "C3"], "red green blue yellow"],
])("%j", (names, order) => {
  expect(assignChannels(names, "A.tif").join(" ")).toBe(order);
});

test.each([
  [["a", "b"], "MissingChannel", "A.tif holds 2 channels"],
  [["a", "b", "c", "d", "e"], "UnknownFile", "A.tif holds 5 channels"],
  [["red", "yellow", "blue"], "MissingChannel", "A.tif holds no green channel; its channels are red, yellow, blue."],
  [
    ["DAPI", "Cy3", "Cy5", "FITC"],
    "UnknownFile",
    "It is not clear which channel of A.tif is which: they are named DAPI, Cy3, Cy5, FITC.",
  ],
  [["red", "red", "blue", "green"], "UnknownFile", "not clear which channel"],
])("%j is a problem", async (names, tag, message) => {
  const problem = await problemOf(() => assignChannels(names, "A.tif"));
  expect(problem.tag).toBe(tag);
  expect(problem.message).toContain(message);
});

test("OME-XML may have a prefix, entities, RGB channels and several images", () => {
  const xml = `<?xml version="1.0"?><ome:OME xmlns:ome="x"><ome:Image ID="Image:0"><ome:Pixels SizeC="3" SizeT='2' SizeZ="5">
    <ome:Channel ID="Channel:0" Name="A &amp; B &lt;1&gt;" SamplesPerPixel="1"/><ome:Channel Fluor="DAPI" ID="Channel:1"/>
    <ome:Channel ID="Channel:2"/></ome:Pixels></ome:Image><ome:Image ID="Image:1"><ome:Pixels><ome:Channel Name="no"/></ome:Pixels>
    </ome:Image></ome:OME>`;
  expect(parseImageSeries(xml)).toEqual({ slices: 5, frames: 2, fields: 2, channelNames: ["A & B <1>", "DAPI", null] });
  expect(
    parseImageSeries('<OME><Image><Pixels SizeC="3"><Channel Name="RGB" SamplesPerPixel="3"/></Pixels></Image></OME>'),
  ).toEqual({ slices: 1, frames: 1, fields: 1, channelNames: [] });
});
