import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../src/export/safetensors.ts";
import { numberFormats } from "../../../src/export/widen-floats.ts";
import golden from "../../golden/export-widen-floats.json" with { type: "json" };

/** A file with one tensor of any type and `data` as its bytes. */
function file(dtype: string, shape: number[], data: ArrayBufferView<ArrayBuffer>): Uint8Array {
  const header = JSON.stringify({ w: { dtype, shape, data_offsets: [0, data.byteLength] } });
  const bytes = new Uint8Array(8 + header.length + data.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  bytes.set(new Uint8Array(data.buffer), 8 + header.length);
  return bytes;
}

describe("widening floats", () => {
  it.each(["F16", "BF16"] as const)("reads every %s as Python does", (name) => {
    const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
    const values = numberFormats.get(name)?.widen?.(all.buffer) ?? new Float32Array(0);
    const bytes = Uint8Array.from(new Uint8Array(values.map((value) => (Number.isNaN(value) ? 0 : value)).buffer));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(golden[name]);
  });

  it("reads weights of each float type from a file, at any place in it", () => {
    const cases = [
      ["F64", new Float64Array([1.5, -0.1])],
      ["F32", new Float32Array([1.5, -0.1])],
      ["F16", new Uint16Array([0x3e00, 0xae66])],
      ["BF16", new Uint16Array([0x3fc0, 0xbdcd])],
    ] as const;
    for (const [dtype, data] of cases) {
      const { tensors } = decodeSafetensors(file(dtype, [2], data));
      expect(tensors.get("w")?.values[0], dtype).toBe(1.5);
      expect(tensors.get("w")?.values[1], dtype).toBeCloseTo(-0.1, 3);
    }
  });

  it("leaves out integers but checks their place, and writes torch's counters", () => {
    expect(decodeSafetensors(file("I64", [], new BigInt64Array(1))).tensors.size).toBe(0);
    expect(() => decodeSafetensors(file("I64", [2], new BigInt64Array(1)))).toThrow(
      /"w" has 8 bytes; its shape \[2\] needs 16/,
    );
    expect(() => decodeSafetensors(file("F8_E4M3", [1], new Uint8Array(1)))).toThrow(/"w" is of type "F8_E4M3"/);
    const bytes = encodeSafetensors(
      new Map([
        ["bn1.num_batches_tracked", { shape: [], values: new BigInt64Array([7n]) }],
        ["w", { shape: [1], values: new Float32Array([2]) }],
      ]),
      {},
    );
    const header = new TextDecoder().decode(
      bytes.subarray(8, 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))),
    );
    expect(JSON.parse(header)).toMatchObject({
      "bn1.num_batches_tracked": { dtype: "I64", shape: [], data_offsets: [0, 8] },
    });
    expect([...decodeSafetensors(bytes).tensors]).toEqual([["w", { shape: [1], values: new Float32Array([2]) }]]);
  });
});
