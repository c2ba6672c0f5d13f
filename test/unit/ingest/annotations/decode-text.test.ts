import { describe, expect, test } from "vitest";
import { decodeText } from "../../../../src/ingest/annotations/decode-text.ts";

const text = "ID,Label\r\nZelle-ä,8|5\r\n";

function utf16(littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * (text.length + 1));
  const view = new DataView(bytes.buffer);
  [0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))].forEach((code, index) => {
    view.setUint16(2 * index, code, littleEndian);
  });
  return bytes;
}

describe("decodeText", () => {
  test.each([
    ["UTF-8", new Uint8Array(new TextEncoder().encode(text))],
    ["UTF-8 with a byte-order mark", new Uint8Array(new TextEncoder().encode(`\uFEFF${text}`))],
    ["UTF-16, little-endian", utf16(true)],
    ["UTF-16, big-endian", utf16(false)],
  ])("%s", (_, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });
});
