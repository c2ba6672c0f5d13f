import { expect, it } from "vitest";
import { openBackend } from "../../src/learning/backend.ts";
import { installNodeWebgpu } from "../node-webgpu.ts";
import { milliseconds } from "./milliseconds.ts";
import { openTrainingStep } from "./training-step.ts";

it("a training step in Node on WebGPU: the tiny preset at 56 px, micro-batches of 8 cells", async () => {
  const missing = await installNodeWebgpu();
  if (missing !== null) console.log(missing);
  const backend = await openBackend();
  const { step, close } = openTrainingStep("tiny", 8, 56);
  const training = await milliseconds(9, step);
  console.log(`${backend.info.kind} (${backend.info.adapter}): ${training.toFixed(0)} ms a step`);
  expect(backend.failure()).toBeNull();
  close();
  backend.close();
});
