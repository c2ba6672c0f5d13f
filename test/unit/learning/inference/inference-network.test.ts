import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { openFoldedNetwork } from "../../../../src/learning/inference/inference-network.ts";
import { logitError, openInference } from "../../../../src/learning/inference/open-inference.ts";
import { disposeParameters } from "../../../../src/learning/network/parameters.ts";
import { never } from "../../../never.ts";
import { expectedLogits, inferenceNetworks, trainedParameters } from "./inference-networks.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

describe("openFoldedNetwork", () => {
  it.each(inferenceNetworks)("has the logits of the trained network: %s", async (_, architecture, shape) => {
    const before = tf.memory().numTensors;
    const parameters = trainedParameters(architecture);
    const { input, expected } = await expectedLogits(architecture, parameters, shape);
    const network = openFoldedNetwork(architecture, parameters);
    const logits = tf.tidy(() => network.infer(input).logits);
    expect(logits.shape).toEqual([shape.batch, architecture.classes]);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.5);
    expect(logitError((await logits.data<"float32">()) as Float32Array, expected)).toBeLessThan(1e-5);
    network.dispose();
    disposeParameters(parameters);
    tf.dispose([input, logits]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("openInference", () => {
  it("opens the folded network on the processor, without a trial", async () => {
    const [, architecture, shape] = inferenceNetworks[0]!;
    const parameters = trainedParameters(architecture);
    const { input, expected } = await expectedLogits(architecture, parameters, shape);
    const network = await openInference(backend, architecture, parameters, shape, never);
    const logits = tf.tidy(() => network.infer(input).logits);
    expect(logitError((await logits.data<"float32">()) as Float32Array, expected)).toBeLessThan(1e-5);
    network.dispose();
    disposeParameters(parameters);
    tf.dispose([input, logits]);
  });
});

describe("logitError", () => {
  it("is the largest difference as a share of the largest logit, or of 1, and infinite for NaN", () => {
    expect(logitError(Float32Array.of(1, -4), Float32Array.of(2, -4))).toBeCloseTo(0.25, 6);
    expect(logitError(Float32Array.of(0.1), Float32Array.of(0.2))).toBeCloseTo(0.1, 6);
    expect(logitError(Float32Array.of(Number.NaN, 1), Float32Array.of(1, 1))).toBe(Number.POSITIVE_INFINITY);
    expect(logitError(new Float32Array(0), Float32Array.of(1))).toBe(Number.POSITIVE_INFINITY);
  });
});
