import { expect, it } from "vitest";
import { npyHeader } from "../../../src/export/npy-header.ts";
import golden from "../../golden/export-npy.json" with { type: "json" };

it.each(golden)("equals numpy's file byte for byte for shape $shape", ({ shape, values, bytes }) => {
  const expected = new Uint8Array(Buffer.from(bytes, "base64"));
  const header = npyHeader(shape);
  const data = new Uint8Array(Float32Array.from(values ?? []).buffer);
  expect([...header, ...data]).toEqual([...expected]);
});
