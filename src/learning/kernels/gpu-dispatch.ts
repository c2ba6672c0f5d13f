import type * as tf from "@tensorflow/tfjs-core";

/**
 * Runs our compute shaders inside tfjs's WebGPU backend: in its command stream and order, with its buffers and its
 * cache of pipelines. tfjs's `runWebGPUProgram` allows only one output per program and no output in place. However,
 * a normalisation has four outputs, and an optimiser overwrites its inputs. The code relies on private parts of tfjs
 * 4.22, which no longer changes upstream.
 */

interface TensorData {
  values: unknown;
}

/** The parts of tfjs's WebGPU backend that our kernels use, including private ones. */
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

/** A shader. Its storage buffers are `array<f32>`. Its uniforms are `sizes` (u32) and `numbers` (f32). */
export interface GpuProgram {
  /** Key of the shader's text. Programs with the same key must have the same text. */
  readonly key: string;
  /** Buffers that the shader writes. It may also read them. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  readonly sizes: readonly string[];
  readonly numbers?: readonly string[];
  /** WGSL code without the bindings. The entry point is `main`. */
  readonly code: string;
}

/** Number of dispatches that tfjs collects before it submits them (its flag WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE). */
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

/**
 * Arranges `count` workgroups in one row, or in several rows if one row would be longer than devices allow. The shader
 * then needs the length of a row, in threads, as `rowLength`.
 */
export function foldWorkgroups(count: number): [number, number, number] {
  const longest = 65_535;
  const rows = Math.ceil(count / longest);
  return [Math.ceil(count / rows), rows, 1];
}

/**
 * Records one dispatch.
 * @param values the values of the uniforms, first those of `program.sizes` and then those of `program.numbers`
 * @param compileOnly true to compile the pipeline only, which is the meaning of tfjs's flag WEBGPU_ENGINE_COMPILE_ONLY
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
  // tfjs keeps values that it has read back. They are out of date now.
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

/** Submits the recorded commands and waits until the GPU has finished them. */
export async function finishQueue(backend: GpuBackend): Promise<void> {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.device.queue.onSubmittedWorkDone();
}
