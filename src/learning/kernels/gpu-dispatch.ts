import type * as tf from "@tensorflow/tfjs-core";

/**
 * Runs a compute shader of ours inside of tfjs's WebGPU backend: in its command stream and order, with its buffers and its cache of
 * pipelines. tfjs's own `runWebGPUProgram` knows one output a program and none in place; a normalisation has four, and an optimiser
 * writes over what it reads. tfjs 4.22 is frozen upstream, so that its insides can be relied on.
 */

interface TensorData {
  values: unknown;
}

/** What is used of tfjs's WebGPU backend, private parts included. */
export interface GpuBackend extends tf.KernelBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { readonly get: (dataId: object) => TensorData };
  readonly pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  readonly commandQueueOwnedIds: WeakSet<object>;
  readonly commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  readonly makeTensorInfo: (shape: number[], dtype: "float32") => tf.TensorInfo;
  readonly uploadToGPU: (dataId: object) => void;
  readonly tensorToBinding: (tensor: tf.TensorInfo) => GPUBindingResource;
  readonly makeUniforms: (values: readonly { type: string; data: number[] }[]) => GPUBindingResource;
  readonly ensureCommandEncoderReady: () => void;
  readonly endComputePassEncoder: () => void;
  readonly submitQueue: () => void;
}

/** A shader. Its storage buffers are `array<f32>`, its uniforms members of `sizes` (u32) and of `numbers` (f32). */
export interface GpuProgram {
  /** Names the shader's text: two programs with one key are one. */
  readonly key: string;
  /** Buffers that are written, or written over. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  readonly sizes: readonly string[];
  readonly numbers?: readonly string[];
  /** WGSL without the bindings; the entry point is `main`. */
  readonly code: string;
}

/** Dispatches that tfjs gathers before it submits them; its flag WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE. */
const dispatchesASubmission = 15;

function shaderText({ outputs, inputs, sizes, numbers = [], code }: GpuProgram): string {
  const storage = [...outputs, ...inputs].map(
    (name, index) =>
      `@group(0) @binding(${index}) var<storage, ${index < outputs.length ? "read_write" : "read"}> ${name}: array<f32>;`,
  );
  const members = [...sizes.map((name) => `${name}: u32,`), ...numbers.map((name) => `${name}: f32,`)];
  return [
    ...storage,
    `struct Parameters { ${members.join(" ")} };`,
    `@group(0) @binding(${storage.length}) var<uniform> given: Parameters;`,
    code,
  ].join("\n");
}

function pipelineOf(
  backend: GpuBackend,
  program: GpuProgram,
  ahead: boolean,
): GPUComputePipeline | Promise<GPUComputePipeline> {
  const key = `cytotope ${program.key}`;
  const known = backend.pipelineCache[key];
  if (known !== undefined) return known;
  const module = backend.device.createShaderModule({ code: shaderText(program), label: key });
  const descriptor = { compute: { module, entryPoint: "main" }, label: key, layout: "auto" } as const;
  const pipeline = ahead
    ? backend.device.createComputePipelineAsync(descriptor)
    : backend.device.createComputePipeline(descriptor);
  backend.pipelineCache[key] = pipeline;
  return pipeline;
}

/** Workgroups for `count` of them in one row, folded where a row would be longer than any device allows; the shader asks for `rowLength`. */
export function foldWorkgroups(count: number): [number, number, number] {
  const longest = 65_535;
  const rows = Math.ceil(count / longest);
  return [Math.ceil(count / rows), rows, 1];
}

/**
 * Records one dispatch.
 * @param values the uniforms' values, in the order of `program.sizes` and `program.numbers`
 * @param compileOnly only prepares the pipeline, as tfjs's WEBGPU_ENGINE_COMPILE_ONLY asks for
 */
export function dispatch(
  backend: GpuBackend,
  program: GpuProgram,
  outputs: readonly tf.TensorInfo[],
  inputs: readonly tf.TensorInfo[],
  values: readonly number[],
  workgroups: readonly [number, number, number],
  compileOnly: boolean,
): void {
  for (const { dataId } of [...outputs, ...inputs]) backend.uploadToGPU(dataId);
  const pipeline = pipelineOf(backend, program, compileOnly);
  if (compileOnly) return;
  if (pipeline instanceof Promise) throw new Error(`The shader ${program.key} is still being compiled.`);
  const uniforms = backend.makeUniforms(
    values.map((value, index) => ({ type: index < program.sizes.length ? "uint32" : "float32", data: [value] })),
  );
  const resources = [...[...outputs, ...inputs].map((tensor) => backend.tensorToBinding(tensor)), uniforms];
  const bindGroup = backend.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  for (const { dataId } of [...outputs, ...inputs]) backend.commandQueueOwnedIds.add(dataId);
  // Values that were read back earlier are no longer those on the GPU.
  for (const { dataId } of outputs) backend.tensorMap.get(dataId).values = null;
  backend.ensureCommandEncoderReady();
  backend.computePassEncoder ??= backend.commandEncoder.beginComputePass({});
  backend.computePassEncoder.setPipeline(pipeline);
  backend.computePassEncoder.setBindGroup(0, bindGroup);
  backend.computePassEncoder.dispatchWorkgroups(...workgroups);
  backend.dispatchCountInPass += 1;
  if (backend.dispatchCountInPass >= dispatchesASubmission) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

/** Submits what is recorded and waits until the GPU is done with it. */
export async function finishQueue(backend: GpuBackend): Promise<void> {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.device.queue.onSubmittedWorkDone();
}
