import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { applyLinearHead } from "../network/resnet.ts";
import { foldNetwork } from "./fold-network.ts";
import type { InferenceNetwork } from "./inference-network.ts";
import { planInference } from "./inference-plan.ts";
import {
  convolutionShader,
  maxPoolShader,
  meanShader,
  type StoredType,
  storeShader,
  tileSide,
} from "./inference-shaders.ts";

/**
 * The network on WebGPU with its normalisation folded in and with own shaders, in which a layer is one dispatch: convolution, bias,
 * shortcut and rectifier together. Activations and weights are stored in 16 bits where the device has "shader-f16", or in 32.
 * All of a pass is recorded at once into buffers that stay; tfjs makes the head's small product.
 */

/** A buffer of the network's own, or one that each pass brings. */
type Place = GPUBuffer | "input" | "features";

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly buffers: readonly Place[];
  readonly groups: readonly [number, number];
}

export interface InferenceShape {
  readonly batch: number;
  readonly inputSize: number;
}

/** Workgroups of `threads` for `count` threads in two dimensions, as one is limited. */
function spread(count: number, threads: number, limit: number): [number, number] {
  const groups = Math.ceil(count / threads);
  const rows = Math.ceil(groups / limit);
  return [Math.ceil(groups / rows), rows];
}

/** Compiled shaders by their text: the way is tried before it is taken, and a prediction opens the network anew. */
const compiled = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

function pipelineFor(device: GPUDevice, code: string): GPUComputePipeline {
  const pipelines = compiled.get(device) ?? new Map<string, GPUComputePipeline>();
  compiled.set(device, pipelines);
  const known = pipelines.get(code);
  if (known !== undefined) return known;
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "main" } });
  pipelines.set(code, pipeline);
  return pipeline;
}

/** Whether the device can run the shaders: enough groups in one dimension, and 16 bits if asked for. */
export function canOpenGpuInference(type: StoredType, architecture: Architecture, shape: InferenceShape): boolean {
  const { device } = tf.backend() as WebGPUBackend;
  if (type === "f16" && !device.features.has("shader-f16")) return false;
  const { steps } = planInference(architecture, type, shape.batch, shape.inputSize);
  const mostPixels = Math.max(
    ...steps.map((step) => (step.kind === "convolution" ? shape.batch * step.shape.outputSide ** 2 : 0)),
  );
  const wide = [architecture.channels, architecture.width].every((channels) => channels % 4 === 0);
  return wide && Math.ceil(mostPixels / tileSide) <= device.limits.maxComputeWorkgroupsPerDimension;
}

/**
 * For the WebGPU backend that is active; see `canOpenGpuInference`. The head's parameters stay the caller's.
 * @param shape of every input that it will get.
 */
export function openGpuInferenceNetwork(
  architecture: Architecture,
  parameters: Parameters,
  type: StoredType,
  { batch, inputSize }: InferenceShape,
): InferenceNetwork {
  const backend = tf.backend() as WebGPUBackend;
  const { device } = backend;
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  const bytes = type === "f16" ? 2 : 4;
  const plan = planInference(architecture, type, batch, inputSize);
  const owned: GPUBuffer[] = [];
  function bufferFor(values: number): GPUBuffer {
    const buffer = device.createBuffer({ size: values * bytes, usage: GPUBufferUsage.STORAGE });
    owned.push(buffer);
    return buffer;
  }

  /** Hands all of tfjs's recorded work to the GPU, so that what is submitted next comes after it. */
  function flush(): void {
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.submitQueue();
  }

  function bufferOf(tensor: tf.TensorInfo): GPUBuffer {
    backend.uploadToGPU(tensor.dataId);
    return backend.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  }

  function run(dispatches: readonly Dispatch[], input: GPUBuffer | null, features: GPUBuffer | null): void {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, buffers, groups } of dispatches) {
      const entries = buffers.map((buffer, binding) => ({
        binding,
        resource: { buffer: (buffer === "input" ? input : buffer === "features" ? features : buffer) as GPUBuffer },
      }));
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
      pass.dispatchWorkgroups(...groups);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  // The weights, stored as the shaders want them.
  const folded = foldNetwork(architecture, parameters);
  const biases = new Map([...folded].map(([name, { bias }]) => [name, bias]));
  const filters = new Map<string, GPUBuffer>();
  const storing: Dispatch[] = [...folded].map(([name, { filter }]) => {
    const stored = bufferFor(filter.size);
    filters.set(name, stored);
    return {
      pipeline: pipelineFor(device, storeShader(type, filter.size / 4)),
      buffers: [bufferOf(filter), stored],
      groups: spread(filter.size / 4, 64, limit),
    };
  });
  const biasBuffers = new Map([...biases].map(([name, bias]) => [name, bufferOf(bias)]));
  flush();
  run(storing, null, null);
  for (const { filter } of folded.values()) filter.dispose();

  const maps = plan.sizes.map(bufferFor);
  const map = (number: number): Place => (number === 0 ? "input" : maps[number - 1]!);
  const dispatches: Dispatch[] = plan.steps.map((step) => {
    if (step.kind === "max-pool") {
      const { side, channels, from, to } = step;
      return {
        pipeline: pipelineFor(device, maxPoolShader(type, batch, side, channels)),
        buffers: [map(from), map(to)],
        groups: spread(plan.sizes[to - 1]! / 4, 64, limit),
      };
    }
    const { name, shape, from, shortcut, to } = step;
    const pixels = batch * shape.outputSide ** 2;
    const bias = biasBuffers.get(name)!;
    return {
      pipeline: pipelineFor(device, convolutionShader(type, shape)),
      buffers: [map(from), filters.get(name)!, bias, map(to), ...(shortcut === null ? [] : [map(shortcut)])],
      groups: [Math.ceil(pixels / tileSide), Math.ceil(shape.outputChannels / tileSide)],
    };
  });
  const { last } = plan;
  dispatches.push({
    pipeline: pipelineFor(device, meanShader(type, batch, last.side, last.channels)),
    buffers: [map(last.map), "features"],
    groups: [Math.ceil((batch * last.channels) / 4 / 64), 1],
  });

  return {
    infer: (input) =>
      tf.tidy(() => {
        const features = backend.makeTensorInfo([batch, last.channels], "float32");
        const [from, to] = [bufferOf(input), bufferOf(features)];
        flush();
        run(dispatches, from, to);
        return { ...applyLinearHead(parameters, tf.engine().makeTensorFromTensorInfo(features) as tf.Tensor2D) };
      }),
    dispose() {
      for (const buffer of owned.splice(0)) buffer.destroy();
      for (const bias of biases.values()) bias.dispose();
    },
  };
}
