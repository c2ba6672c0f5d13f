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
 * The network on WebGPU, for prediction only, with the normalisation folded into the convolutions. Our own shaders
 * need one dispatch per layer for convolution, bias, shortcut and rectifier together. They store activations and
 * weights in 32 bits, or in 16 bits if the device has "shader-f16". One command buffer holds a whole pass, and all
 * passes use the same buffers. tfjs computes the small product of the head.
 */

/** A buffer that belongs to the network, or the name of a buffer that each pass brings with it. */
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

/**
 * Numbers of workgroups in two dimensions for `count` threads, because the device limits the length of one
 * dimension.
 */
function spread(count: number, threads: number, limit: number): [number, number] {
  const groups = Math.ceil(count / threads);
  const rows = Math.ceil(groups / limit);
  return [Math.ceil(groups / rows), rows];
}

/**
 * Compiled shaders by their text. They are kept because `chooseInference` opens a network to try it, and then each
 * prediction opens one again.
 */
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

/**
 * Whether our shaders can run this network on the device. The channels must be multiples of 4, the device must allow
 * enough workgroups in one dimension, and "f16" needs the feature "shader-f16".
 */
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
 * Opens the network on the active WebGPU backend. Ask `canOpenGpuInference` first. Do not dispose `parameters` before
 * the network, because the network uses the head's parameters.
 * @param shape the shape that every input must have
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

  /** Submits the commands that tfjs has recorded, so that the GPU runs them before our next submission. */
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

  // Converts the filters to the stored type.
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
