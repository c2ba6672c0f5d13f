import { expect, it } from "vitest";
import { sha256 } from "../../../src/domain/sha-256.ts";

it("gives the digests of FIPS 180-2's examples", async () => {
  expect(await sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(await sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

it("encodes a text as UTF-8", async () => {
  expect(await sha256("µm")).toBe(await sha256(new Uint8Array([0xc2, 0xb5, 0x6d])));
});
