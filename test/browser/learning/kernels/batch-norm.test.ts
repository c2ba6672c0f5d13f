import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend.ts";
import { batchNormKernels } from "../../../../src/learning/kernels/batch-norm-kernels.ts";
import { hasOwnKernel } from "../../../../src/learning/kernels/own-kernels.ts";
import { normCases, normErrors } from "../../../unit/learning/kernels/norm-reference.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("webgpu");
});
afterAll(() => backend.close());

describe("batch normalisation on WebGPU", () => {
  it.each(normCases)("%i x %i x %i x %i, addend %s, rectifier %s: equals the definition", async (...shape) => {
    expect(hasOwnKernel(batchNormKernels.gradient)).toBe(true);
    const errors = await backend.guard(normErrors(shape));
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-5);
    expect(backend.failure()).toBeNull();
  });
});
