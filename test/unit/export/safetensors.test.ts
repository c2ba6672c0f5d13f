import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../../src/export/safetensors.ts";
import golden from "../../golden/export-safetensors.json";

const goldenBytes = new Uint8Array(Buffer.from(golden.file, "base64"));
const goldenTensors = new Map(
  Object.entries(golden.tensors).map(([name, { shape, values }]) => [
    name,
    { shape, values: Float32Array.from(values) },
  ]),
);

/** A file with any header and `data` bytes of data. */
function file(header: unknown, data: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const f32 = (shape: number[], begin: number, end: number) => ({ dtype: "F32", shape, data_offsets: [begin, end] });

describe("encodeSafetensors", () => {
  it("equals, byte for byte, the file made in Python", () => {
    expect(encodeSafetensors(goldenTensors, golden.metadata)).toEqual(goldenBytes);
  });

  it("starts the data at a multiple of eight bytes for any names", () => {
    for (let length = 1; length < 20; length += 1) {
      const bytes = encodeSafetensors(new Map([["n".repeat(length), { shape: [1], values: Float32Array.of(5) }]]), {});
      expect((bytes.length - 4) % 8).toBe(0);
      expect(new Float32Array(bytes.buffer.slice(-4))[0]).toBe(5);
    }
  });

  it("writes only the part of a larger buffer that is in the view", () => {
    const values = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const back = decodeSafetensors(encodeSafetensors(new Map([["a", { shape: [2], values }]]), {}));
    expect(back.tensors.get("a")?.values).toEqual(Float32Array.of(2, 3));
  });

  it.each([
    [[2, 2], 3],
    [[-1, -3], 3],
    [[1.5, 2], 3],
    [[Number.NaN], 3],
  ])("refuses the shape %j for %i values and names the tensor", (shape, count) => {
    const tensors = new Map([
      ["good", { shape: [1], values: new Float32Array(1) }],
      ["bad one", { shape, values: new Float32Array(count) }],
      ["also bad", { shape: [9], values: new Float32Array(count) }],
    ]);
    expect(() => encodeSafetensors(tensors, {}, "model-7")).toThrow(
      expect.objectContaining({ name: "StorageBroken", message: expect.stringMatching(/^model-7\nTensor "bad one" /) }),
    );
  });

  it("refuses a tensor with the name of the metadata", () => {
    expect(() =>
      encodeSafetensors(new Map([["__metadata__", { shape: [0], values: new Float32Array(0) }]]), {}),
    ).toThrow("__metadata__");
  });
});

describe("decodeSafetensors", () => {
  it("reads the file made in Python", () => {
    const { tensors, metadata } = decodeSafetensors(goldenBytes);
    expect(metadata).toEqual(golden.metadata);
    expect(tensors).toEqual(goldenTensors);
  });

  it("reads from the middle of a buffer, unaligned, and returns copies", () => {
    const shifted = new Uint8Array(goldenBytes.length + 3);
    shifted.set(goldenBytes, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect(tensors).toEqual(goldenTensors);
  });

  it("reads back whatever was encoded", () => {
    const tensor = fc
      .array(fc.nat(4), { maxLength: 4 })
      .chain((shape) =>
        fc
          .float32Array({ minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) })
          .map((values) => ({ shape, values })),
      );
    const name = fc.string({ unit: "binary" }).filter((text) => text !== "__metadata__");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }),
        fc.dictionary(name, fc.string()),
        (pairs, metadata) => {
          const back = decodeSafetensors(encodeSafetensors(new Map(pairs), metadata));
          expect([...back.tensors.keys()].sort()).toEqual(pairs.map(([key]) => key).sort());
          for (const [key, value] of pairs) expect(back.tensors.get(key)).toEqual(value);
          expect({ ...back.metadata }).toEqual({ ...metadata });
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });

  it("keeps why a header is no JSON as the cause", () => {
    expect(() => decodeSafetensors(file("{oops", 0), "a.safetensors")).toThrow(
      expect.objectContaining({ name: "StorageBroken", cause: expect.any(SyntaxError) }),
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["too few bytes", new Uint8Array(7), /too short/],
    ["no safetensors at all", new TextEncoder().encode("this is no file of weights"), /is no \.safetensors file/],
    ["a header longer than any", file("{}", 0).fill(0xff, 0, 8), /is no \.safetensors file/],
    [
      "a truncated header",
      goldenBytes.subarray(0, 50),
      /is cut off: .* should have \d+ bytes, but only 42 bytes follow/,
    ],
    ["a header that is no JSON", file("{oops", 0), /not a JSON object/],
    ["a header that is a list", file([], 0), /not a JSON object/],
    ["a header that starts with a space", file(" {}", 0), /not a JSON object/],
    ["a header that is no UTF-8", file("{}", 0).fill(0xff, 9, 10), /not a JSON object/],
    ["metadata that is not text", file({ __metadata__: { a: 1 } }, 0), /__metadata__/],
    ["an entry that is a number", file({ w: 3 }, 0), /Tensor "w" has no description/],
    [
      "a quarter of precision",
      file({ w: { ...f32([1], 0, 1), dtype: "F8_E5M2" } }, 1),
      /Tensor "w" is of type "F8_E5M2"/,
    ],
    ["a shape that is text", file({ w: { ...f32([1], 0, 4), shape: "1" } }, 4), /Tensor "w" has the impossible shape/],
    ["a negative side", file({ w: f32([-1], 0, 4) }, 4), /Tensor "w" has the impossible shape/],
    [
      "three offsets",
      file({ w: { ...f32([1], 0, 4), data_offsets: [0, 4, 8] } }, 4),
      /Tensor "w" has the impossible place/,
    ],
    [
      "a shape that needs more bytes",
      file({ w: f32([2], 0, 4) }, 4),
      /Tensor "w" has 4 bytes; its shape \[2\] needs 8/,
    ],
    ["a gap", file({ a: f32([1], 0, 4), w: f32([1], 8, 12) }, 12), /Tensor "w" starts at byte 8/],
    ["an overlap", file({ a: f32([2], 0, 8), w: f32([1], 4, 8) }, 8), /Tensor "w" starts at byte 4/],
    [
      "data cut off",
      file({ a: f32([1], 0, 4), w: f32([1], 4, 8) }, 7),
      /cut off: its tensor "w" ends at byte 8 of the data, which has 7/,
    ],
    ["data left over", file({ w: f32([1], 0, 4) }, 5), /1 bytes of the data/],
    ["a name over two lines", file({ "w\nx": f32([2], 0, 4) }, 4), /Tensor "w\\nx" has 4 bytes/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "my-model.safetensors")).toThrow(
      expect.objectContaining({ name: "StorageBroken", message: expect.stringMatching(message) }),
    );
    try {
      decodeSafetensors(bytes, "my-model.safetensors");
    } catch (error) {
      expect((error as Error).message.split("\n").length).toBe(3);
    }
  });
});
