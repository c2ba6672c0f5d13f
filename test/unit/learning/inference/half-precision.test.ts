import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { openBackend } from "../../../../src/learning/backend/backend.ts";
import {
  canOpenGpuInference,
  openGpuInferenceNetwork,
} from "../../../../src/learning/inference/gpu-inference-network.ts";
import { logitError } from "../../../../src/learning/inference/open-inference.ts";
import { disposeParameters } from "../../../../src/learning/network/parameters.ts";
import { installNodeWebgpu } from "../../../node-webgpu.ts";
import { expectedLogits, inferenceNetworks, trainedParameters } from "./inference-networks.ts";

/**
 * If the machine has Mesa's lavapipe, which offers numbers of 16 bits, this test predicts with them. Otherwise
 * (SwiftShader, no Vulkan driver) it checks that 16 bits are not offered. On a software adapter, compiling takes
 * most of the time.
 */
it("predicts within 1e-2 in 16 bits if the adapter offers them", { timeout: 300_000 }, async () => {
  const [, architecture, shape] = inferenceNetworks[1]!;
  const processor = await openBackend("cpu");
  const first = trainedParameters(architecture);
  const { input: onProcessor, expected } = await expectedLogits(architecture, first, shape);
  const values = (await onProcessor.data<"float32">()).slice() as Float32Array;
  processor.close();

  await installNodeWebgpu();
  const backend = await openBackend();
  const adapter = backend.info.adapter || "the processor";
  if (backend.info.kind !== "webgpu" || !canOpenGpuInference("f16", architecture, shape)) {
    console.log(`16 bits are not offered by ${adapter}`);
    const { device } = tf.backend() as unknown as { device?: GPUDevice };
    expect(device?.features.has("shader-f16") ?? false).toBe(false);
    backend.close();
    return;
  }
  const parameters = trainedParameters(architecture);
  const input = tf.tensor4d(values, [shape.batch, shape.inputSize, shape.inputSize, 4]);
  const network = openGpuInferenceNetwork(architecture, parameters, "f16", shape);
  const logits = tf.tidy(() => network.infer(input).logits);
  const error = logitError((await backend.guard(logits.data<"float32">())) as Float32Array, expected);
  console.log(`16 bits on ${adapter}: logits within ${error.toExponential(1)}`);
  expect(error).toBeLessThan(1e-2);
  // Rounding to 11 bits leaves an error, so the logits must differ from those in 32 bits.
  expect(error).toBeGreaterThan(1e-6);
  expect(backend.failure()).toBeNull();
  network.dispose();
  tf.dispose([input, logits]);
  disposeParameters(parameters);
  backend.close();
});
