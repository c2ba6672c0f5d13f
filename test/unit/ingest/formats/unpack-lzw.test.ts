import fc from "fast-check";
import { getDecoder } from "geotiff";
import { describe, expect, test } from "vitest";
import { unpackLzw } from "../../../../src/ingest/formats/unpack-lzw.ts";

/** Packs bytes with a map of strings, as TIFF 6.0, section 13, describes it. It is slow and simple. */
function packLzw(bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const bits: number[] = [];
  const put = (code: number, width: number) => {
    for (let bit = width - 1; bit >= 0; bit--) bits.push((code >> bit) & 1);
  };
  let table = new Map<string, number>();
  let width = 9;
  const reset = () => {
    put(256, width);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [String(byte), byte]));
    width = 9;
  };
  reset();
  let next = 258;
  let string = "";
  for (const byte of bytes) {
    const longer = string === "" ? String(byte) : `${string} ${byte}`;
    if (table.has(longer)) {
      string = longer;
      continue;
    }
    put(table.get(string)!, width);
    table.set(longer, next++);
    if (next === 512 || next === 1024 || next === 2048) width += 1;
    if (next === 4095) {
      reset();
      next = 258;
    }
    string = String(byte);
  }
  if (string !== "") {
    put(table.get(string)!, width);
    if (next + 1 === 512 || next + 1 === 1024 || next + 1 === 2048) width += 1;
  }
  put(257, width);
  const packed = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) packed[at >> 3]! |= bit << (7 - (at & 7));
  return packed;
}

const byte = fc.integer({ min: 0, max: 255 });

describe("unpackLzw", () => {
  test("restores any bytes: noise, few different values, long runs", async () => {
    const bytes = fc.oneof(
      fc.array(byte, { maxLength: 200 }),
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3000 }),
      fc
        .array(fc.tuple(byte, fc.integer({ min: 1, max: 700 })), { maxLength: 30 })
        .map((runs) => runs.flatMap(([value, length]) => Array<number>(length).fill(value))),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        expect([...unpackLzw(packLzw(given), given.length)]).toEqual(given);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  test("agrees with geotiff's decoder over full tables", async () => {
    let state = 1;
    const bytes = Array.from({ length: 40_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) & 63;
    });
    const packed = packLzw(bytes);
    const decoder = await getDecoder(5, {
      tileWidth: 1,
      tileHeight: 1,
      predictor: 1,
      bitsPerSample: 8,
      planarConfiguration: 1,
    });
    expect([...new Uint8Array(await decoder.decode(packed.slice().buffer))]).toEqual(bytes);
    expect([...unpackLzw(packed, bytes.length)]).toEqual(bytes);
  });

  test("stops where the packed data ends, and at the requested size", () => {
    const packed = packLzw([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(unpackLzw(packed.slice(0, 5), 8).length).toBeLessThan(8);
    expect([...unpackLzw(packed, 3)]).toEqual([1, 2, 3]);
    expect(unpackLzw(packed, 99)).toHaveLength(8);
  });

  test("refuses a code that is not defined yet", () => {
    // The bytes hold the clear code, then code 300.
    expect(() => unpackLzw(Uint8Array.of(0x80, 0x4b, 0x00), 9)).toThrow("LZW code 300 is not defined yet");
  });
});
