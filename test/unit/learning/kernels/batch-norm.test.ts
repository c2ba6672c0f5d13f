import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { normCases, normErrors } from "./norm-reference.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

describe("batch normalisation on the processor", () => {
  it.each(normCases)("%i x %i x %i x %i, addend %s, rectifier %s: equals the definition", async (...shape) => {
    for (const [name, error] of Object.entries(await normErrors(shape))) expect(error, name).toBeLessThan(1e-5);
  });
});
