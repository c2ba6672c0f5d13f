import { encode } from "fast-png";
import { zipSync } from "fflate";
import { afterEach, expect, it } from "vitest";
import type { ProblemTag } from "../../src/domain/errors.ts";
import { channelNames } from "../../src/domain/tile/tile.ts";
import { generateSampleTile, sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { sampleFiles } from "../../src/sample/sample-files.ts";
import { writeFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import { chooseFiles, expectNoComplaints, openTab, tileRow } from "./page-actions.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

function grayPng(width: number, height: number, value = 40): Uint8Array {
  const data = new Uint8Array(width * height).fill(value);
  return encode({ width, height, data, channels: 1, depth: 8 });
}

/** The files of a tile in which one channel has these bytes and the others are fine. */
function tileWith(id: string, channel: string, bytes: Uint8Array | string) {
  return channelNames.map((name) => ({
    name: `${id}_${name}.png`,
    bytes: name === channel ? bytes : grayPng(64, 64),
  }));
}

/** A little-endian TIFF with one strip of 8 x 8 px and 32-bit floating-point samples. */
function floatTiff(): Uint8Array {
  const bytes = new Uint8Array(8 + 2 + 12 * 10 + 4 + 256);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  const entries = [
    [256, 3, 8],
    [257, 3, 8],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8 + 2 + 120 + 4],
    [277, 3, 1],
    [278, 3, 8],
    [279, 4, 256],
    [339, 3, 3],
  ] as const;
  view.setUint16(8, entries.length, true);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 10 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    if (type === 3) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  }
  return bytes;
}

const good = generateSampleTile({ ...sampleDatasetOptions, width: 512, height: 512 }, 0);

/** The broken inputs, each with the file or tile that its message must name. */
const broken: readonly {
  readonly tag: ProblemTag;
  readonly names: RegExp;
  readonly files: readonly { name: string; bytes: Uint8Array | string }[];
}[] = [
  {
    tag: "MissingChannel",
    names: /no-blue/,
    files: tileWith("no-blue", "none", "").filter(({ name }) => !name.includes("_blue")),
  },
  {
    tag: "DuplicateChannel",
    names: /twice_red\.(png|tif)/,
    files: [...tileWith("twice", "none", ""), { name: "twice_red.tif", bytes: grayPng(64, 64, 90) }],
  },
  { tag: "ChannelSizeMismatch", names: /sizes/, files: tileWith("sizes", "yellow", grayPng(64, 32)) },
  { tag: "NotAnImage", names: /text_green\.png/, files: tileWith("text", "green", "this is no image, it is a text") },
  { tag: "TruncatedFile", names: /short_blue\.png/, files: tileWith("short", "blue", grayPng(64, 64).slice(0, 70)) },
  { tag: "EmptyFile", names: /empty_red\.png/, files: tileWith("empty", "red", "") },
  {
    tag: "UnsupportedDepth",
    names: /float_green\.tif/,
    files: tileWith("float", "none", "").map((file) =>
      file.name.includes("_green") ? { name: "float_green.tif", bytes: floatTiff() } : file,
    ),
  },
  { tag: "ImageTooLarge", names: /large_red\.png/, files: tileWith("large", "red", grayPng(16_385, 2)) },
  { tag: "BrokenArchive", names: /archive\.zip/, files: [{ name: "archive.zip", bytes: brokenZip() }] },
  { tag: "MissingHeader", names: /headless\.csv/, files: [{ name: "headless.csv", bytes: "sample-1,0|7\n" }] },
  {
    tag: "UnknownClass",
    names: /train\.csv/,
    files: [{ name: "train.csv", bytes: `ID,Label\n${good.name},0|99\nnowhere,3\n${good.name},7\n` }],
  },
  { tag: "UnknownTile", names: /nowhere|train\.csv/, files: [] },
  { tag: "DuplicateRow", names: /train\.csv/, files: [] },
];

function brokenZip(): Uint8Array {
  const bytes = zipSync({ "a_red.png": grayPng(8, 8) });
  return bytes.slice(0, bytes.length - 30);
}

it("lists each broken input with its remedy, and processes the good tile", async () => {
  journey = await openPage({ width: 1024, height: 768 });
  const { page, complaints } = journey;
  await chooseFiles(page, writeFiles([...sampleFiles(good), ...broken.flatMap(({ files }) => files)]));
  await tileRow(page, good.name)
    .getByText(/^\d+ cells?$/)
    .waitFor();
  await openTab(page, "Problems");
  const list = page.getByRole("list", { name: "Problems" });
  for (const { tag, names } of broken) {
    const entry = list.locator(`[data-tag=${tag}]`).filter({ hasText: names }).first();
    await entry.waitFor();
    const sentences = await entry.locator("> span").allTextContents();
    // The three texts are the subject, what is wrong, and what to do.
    expect(sentences, tag).toHaveLength(3);
    expect(
      sentences.every((sentence) => sentence.trim().length > 3),
      tag,
    ).toBe(true);
    console.log(`${tag}: ${sentences.join(" / ")}`);
  }
  // The good tile kept its one label that is a known class.
  expect(await tileRow(page, good.name).textContent()).toContain("Nucleoplasm");

  // When the same tile is dropped again, the page asks nothing and keeps one.
  await chooseFiles(page, writeFiles(sampleFiles(good)));
  await list.locator("[data-tag=DuplicateTile]").waitFor();
  expect(await page.getByTestId(`tile-${good.name}`).count()).toBe(1);
  expectNoComplaints(complaints);
});

it("goes on without the red channel when the user agrees", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  await chooseFiles(page, writeFiles(sampleFiles(good).filter(({ name }) => !name.includes("_red"))));
  await page.getByRole("button", { name: "Go on without red" }).first().click();
  await tileRow(page, good.name)
    .getByText(/^\d+ cells?$/)
    .waitFor();
  expectNoComplaints(complaints);
});
