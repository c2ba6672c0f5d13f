import { expect, it } from "vitest";
import { crc32 } from "../../../src/domain/crc-32.ts";

it("gives the check value of CRC-32, also of a part", () => {
  const bytes = new TextEncoder().encode("--123456789--");
  // The check value that every catalogue of CRCs names for this polynomial.
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(bytes, 2, 11)).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});
