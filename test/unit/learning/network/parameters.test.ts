import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";
import type { NamedTensor } from "../../../../src/domain/training/checkpoint.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import type { ParameterEntry } from "../../../../src/learning/network/architecture.ts";
import { downloadParameters, uploadParameters } from "../../../../src/learning/network/parameters.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const table: ParameterEntry[] = [
  { name: "conv", shape: [2, 3, 1, 2], role: "convolution" },
  { name: "fc", shape: [2, 3], role: "dense" },
  { name: "bias", shape: [3], role: "bias" },
];
const named = new Map<string, NamedTensor>(
  table.map(({ name, shape }) => [
    name,
    { shape, values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index) },
  ]),
);

describe("uploadParameters", () => {
  it("converts torch's layout to the backend's", async () => {
    const uploaded = uploadParameters(named, table);
    expect(uploaded.get("conv")?.shape).toEqual([1, 2, 3, 2]);
    // Value 11 is at [out, in, height, width] = [1, 2, 0, 1]. As [height, width, in, out] it is at [0, 1, 2, 1], the
    // last.
    expect((await uploaded.get("conv")?.data())?.at(-1)).toBe(11);
    expect([...((await uploaded.get("conv")?.data()) ?? [])]).toEqual([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
    expect(uploaded.get("fc")?.shape).toEqual([3, 2]);
    expect([...((await uploaded.get("fc")?.data()) ?? [])]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it("returns the same values when they are downloaded again", async () => {
    expect(new Map(await downloadParameters(uploadParameters(named, table)))).toEqual(named);
  });

  it("names the first tensor that is missing or has another shape", () => {
    const refuse = (tensors: ReadonlyMap<string, NamedTensor>) => {
      try {
        uploadParameters(tensors, table);
      } catch (error) {
        return problemFrom(error, "");
      }
      return null;
    };
    const missing = new Map(named);
    missing.delete("fc");
    expect(refuse(missing)).toMatchObject({ tag: "ModelMismatch", subject: "fc" });
    const other = new Map(named).set("bias", { shape: [4], values: new Float32Array(4) });
    expect(refuse(other)?.message).toBe("The model's tensor bias should be 3 but is 4.");
  });
});
