import { expect, it } from "vitest";
import { openBackend } from "../../../../src/learning/backend/backend.ts";
import golden from "../../../golden/learning-torchvision.json" with { type: "json" };
import { compareWithTorchvision } from "../../../unit/learning/torchvision-golden.ts";

it("ResNet-18 is torchvision's on WebGPU", { timeout: 300_000 }, async () => {
  const backend = await openBackend("webgpu");
  const { errors } = await compareWithTorchvision("resnet18", golden.resnet18);
  const { inference, logits, buffers, compared } = errors;
  console.log(
    `resnet18 against torchvision on ${backend.info.adapter}: logits ${inference.toExponential(1)}, with batch statistics ${logits.toExponential(1)}, buffers ${buffers.toExponential(1)}`,
  );
  expect(compared).toBe(40);
  expect(Math.max(inference, logits, buffers)).toBeLessThan(1e-4);
  expect(backend.failure()).toBeNull();
  backend.close();
});
