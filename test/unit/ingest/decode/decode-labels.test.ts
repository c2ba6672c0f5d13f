import { readFileSync } from "node:fs";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { decodeLabels } from "../../../../src/ingest/decode/decode-labels.ts";

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

function png(data: Uint8Array | Uint16Array, width: number, channels: 1 | 3 = 1): Uint8Array<ArrayBuffer> {
  const depth = data instanceof Uint16Array ? 16 : 8;
  return new Uint8Array(encode({ width, height: data.length / width / channels, data, channels, depth }));
}

/** An uncompressed TIFF of one strip, little-endian (TIFF 6.0, section 2). */
function tiff(values: Numbers, width: number): Uint8Array<ArrayBuffer> {
  const format = values instanceof Float32Array ? 3 : values instanceof Int32Array ? 2 : 1;
  const bits = 8 * values.BYTES_PER_ELEMENT;
  const height = values.length / width;
  const entries = [
    [256, width],
    [257, height],
    [258, bits],
    [259, 1],
    [262, 1],
    [273, 8],
    [277, 1],
    [278, height],
    [279, values.byteLength],
    [339, format],
  ] as const;
  const directory = 8 + values.byteLength + (values.byteLength % 2);
  const bytes = new Uint8Array(directory + 2 + 12 * entries.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8);
  view.setUint16(directory, entries.length, true);
  entries.forEach(([tag, value], index) => {
    const at = directory + 2 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, 4, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, value, true);
  });
  return bytes;
}

async function tagOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return decodeLabels(bytes, "m").then(
    () => "read",
    (error: unknown) => problemFrom(error, "?").tag,
  );
}

const numbers = [0, 0, 3, 3, 0, 7, 7, 3];

describe("a label map", () => {
  test.each([
    ["8-bit PNG", png(Uint8Array.from(numbers), 4)],
    ["16-bit PNG", png(Uint16Array.from(numbers), 4)],
    ["8-bit TIFF", tiff(Uint8Array.from(numbers), 4)],
    ["16-bit TIFF", tiff(Uint16Array.from(numbers), 4)],
    ["32-bit TIFF", tiff(Uint32Array.from(numbers), 4)],
    ["signed 32-bit TIFF", tiff(Int32Array.from(numbers), 4)],
    ["floating-point TIFF", tiff(Float32Array.from(numbers), 4)],
  ])("in %s keeps its numbers, also with gaps", async (_, bytes) => {
    const map = await decodeLabels(bytes, "m");
    expect([map.width, map.height, map.count]).toEqual([4, 2, 7]);
    expect([...map.labels]).toEqual(numbers);
  });

  test("with numbers beyond 16 bits is renumbered in ascending order", async () => {
    const map = await decodeLabels(tiff(Uint32Array.from([0, 70_000, 70_000, 5, 5, 4_000_000_000]), 3), "m");
    expect([...map.labels]).toEqual([0, 2, 2, 1, 1, 3]);
    expect(map.count).toBe(3);
  });

  test("without cells has the count 0", async () => {
    expect((await decodeLabels(png(new Uint8Array(6), 3), "m")).count).toBe(0);
  });

  test("of one cell is accepted, whereas a black-and-white mask is refused", async () => {
    expect(await tagOf(png(Uint8Array.from([0, 1, 1, 0]), 2))).toBe("read");
    expect(await tagOf(png(Uint8Array.from([0, 255, 255, 0]), 2))).toBe("MaskMismatch");
    expect(await tagOf(png(Uint16Array.from([0, 65_535, 65_535, 0]), 2))).toBe("MaskMismatch");
  });

  test("is refused when its values are not cell numbers", async () => {
    expect(await tagOf(tiff(Float32Array.from([0, 0.5]), 2))).toBe("MaskMismatch");
    expect(await tagOf(tiff(Int32Array.from([0, -1]), 2))).toBe("MaskMismatch");
    expect(
      await tagOf(
        tiff(
          Uint32Array.from({ length: 70_000 }, (_, at) => at),
          100,
        ),
      ),
    ).toBe("MaskMismatch");
  });

  test("is refused when it is in colour, in a lossy format, cut off, empty, or not an image", async () => {
    expect(await tagOf(png(new Uint8Array(12), 2, 3))).toBe("NotAnImage");
    expect(await tagOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toBe("NotAnImage");
    expect(await tagOf(png(Uint8Array.from(numbers), 4).slice(0, 40))).toBe("TruncatedFile");
    expect(await tagOf(tiff(Uint16Array.from(numbers), 4).slice(0, 20))).toBe("TruncatedFile");
    expect(await tagOf(new Uint8Array(0))).toBe("EmptyFile");
    expect(await tagOf(new TextEncoder().encode("<html>"))).toBe("NotAnImage");
  });
});

/** test/golden/ingest-labels.py wrote this with tifffile and Pillow. */
const golden = JSON.parse(readFileSync(new URL("../../../golden/ingest-labels.json", import.meta.url), "utf8")) as {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly number[];
  readonly files: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
};

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

describe("a label map that another tool wrote", () => {
  test.each(Object.entries(golden.files))("%s keeps every number", async (name, base64) => {
    const map = await decodeLabels(bytesOf(base64), name);
    expect([map.width, map.height, map.count]).toEqual([golden.width, golden.height, Math.max(...golden.labels)]);
    expect([...map.labels]).toEqual(golden.labels);
  });

  test.each(Object.entries(golden.refused))("%s is refused", async (_name, base64) => {
    expect(await tagOf(bytesOf(base64))).toBe("NotAnImage");
  });
});
