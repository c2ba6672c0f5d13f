import { afterAll, beforeAll, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import golden from "../../../golden/learning-torchvision.json" with { type: "json" };
import { compareWithTorchvision } from "../torchvision-golden.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

it.each(["resnet18", "resnet34", "resnet50"] as const)(
  "%s is torchvision's on the processor",
  { timeout: 240_000 },
  async (preset) => {
    const reference = golden[preset];
    const { errors, names } = await compareWithTorchvision(preset, reference);
    const { inference, logits, buffers, compared } = errors;
    console.log(
      `${preset} against torchvision on cpu: logits ${inference.toExponential(1)}, with batch statistics ${logits.toExponential(1)}, buffers ${buffers.toExponential(1)}`,
    );
    expect(names).toBe(reference.names);
    expect(compared).toBe(Object.keys(reference.buffers).length);
    expect(Math.max(inference, logits, buffers)).toBeLessThan(1e-4);
  },
);
