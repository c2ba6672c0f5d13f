import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { gpuKernels } from "../../../../src/learning/kernels/gpu-kernels.ts";
import { normCases, normErrors } from "../../../unit/learning/kernels/norm-reference.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("webgpu");
  gpuKernels["batch normalisation"](true);
});
afterAll(() => backend.close());

describe("batch normalisation on WebGPU", () => {
  it.each(normCases)("%i x %i x %i x %i, addend %s, rectifier %s: equals the definition", async (...shape) => {
    const errors = await backend.guard(normErrors(shape));
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-5);
    expect(backend.failure()).toBeNull();
  });
});
