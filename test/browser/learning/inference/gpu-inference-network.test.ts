import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import {
  canOpenGpuInference,
  openGpuInferenceNetwork,
} from "../../../../src/learning/inference/gpu-inference-network.ts";
import { openFoldedNetwork } from "../../../../src/learning/inference/inference-network.ts";
import { chooseInference, logitError, openInference } from "../../../../src/learning/inference/open-inference.ts";
import { predictCells } from "../../../../src/learning/inference/predict.ts";
import { disposeParameters } from "../../../../src/learning/network/parameters.ts";
import { never } from "../../../never.ts";
import {
  expectedLogits,
  inferenceNetworks,
  trainedParameters,
} from "../../../unit/learning/inference/inference-networks.ts";
import { openTrainer } from "../open-trainer.ts";

// All tests share one network with every kind of layer, because a software adapter takes long to compile the shaders.
const [name, architecture, shape] = inferenceNetworks[2]!;

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend();
  expect(backend.info.kind).toBe("webgpu");
});
afterAll(() => backend.close());

describe("networks that only predict, on WebGPU", { timeout: 300_000 }, () => {
  it("have the logits of the trained network and leave no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const parameters = trainedParameters(architecture);
    const { input, expected } = await expectedLogits(architecture, parameters, shape);
    const folded = openFoldedNetwork(architecture, parameters);
    const own = openGpuInferenceNetwork(architecture, parameters, "f32", shape);
    for (const [how, { infer }] of Object.entries({ folded, own })) {
      // Runs twice, with an input that tfjs has recorded but not computed yet.
      for (const turned of [false, true]) {
        const result = tf.tidy(() => infer(turned ? tf.reverse(tf.reverse(input, [1]), [1]) : input).logits);
        const error = logitError((await backend.guard(result.data<"float32">())) as Float32Array, expected);
        console.log(`${name}, ${how}: logits within ${error.toExponential(1)}`);
        expect(error).toBeLessThan(1e-5);
        result.dispose();
      }
    }
    folded.dispose();
    own.dispose();
    input.dispose();
    disposeParameters(parameters);
    expect(tf.memory().numTensors).toBe(before);
    expect(backend.failure()).toBeNull();
  });

  it("are chosen by measurement, in 16 bits only if the adapter offers them", async () => {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    expect(canOpenGpuInference("f16", architecture, shape)).toBe(device.features.has("shader-f16"));
    expect(canOpenGpuInference("f32", architecture, shape)).toBe(true);
    // 70,000 workgroups of 32 pixels are too many for one dimension.
    expect(canOpenGpuInference("f32", architecture, { batch: 2800, inputSize: 112 })).toBe(false);
    const parameters = trainedParameters(architecture);
    const before = tf.memory().numTensors;
    const real = { ...backend, info: { ...backend.info, software: false } };
    for (const opened of [backend, real, real]) {
      const network = await openInference(opened, architecture, parameters, shape, never);
      network.dispose();
    }
    expect(["fused", "f32"]).toContain(await chooseInference(["f32"], architecture, parameters, shape, never));
    expect(tf.memory().numTensors).toBe(before);
    disposeParameters(parameters);
  });

  it("predict cells as the trained network does, including mirror images", async () => {
    const { source, examples } = openTrainer(backend, {}, shape.inputSize);
    const parameters = trainedParameters(architecture);
    const run = {
      architecture,
      parameters,
      source,
      examples,
      batchSize: shape.batch,
      backend,
      signal: never,
    };
    const expected = (await predictCells(run, true)) ?? new Float32Array(0);
    const own = openGpuInferenceNetwork(architecture, parameters, "f32", shape);
    const actual = (await predictCells(run, true, own)) ?? new Float32Array(0);
    expect(expected).toHaveLength(24 * architecture.classes);
    expect(logitError(actual, expected)).toBeLessThan(1e-5);
    own.dispose();
    disposeParameters(parameters);
    source.close();
  });
});
