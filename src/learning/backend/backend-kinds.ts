import * as tf from "@tensorflow/tfjs-core";
import { batchNormKernels } from "../kernels/batch-norm-kernels.ts";
import { cpuBatchNorm } from "../kernels/cpu-batch-norm.ts";
import { registerCpuConvolution } from "../kernels/cpu-convolution.ts";
import { registerCpuFilterGradient } from "../kernels/cpu-filter-gradient.ts";
import { registerOwnKernel } from "../kernels/own-kernels.ts";

/** Functions that open each kind of backend. Each function loads its part of tfjs only when it is called. */

/** An opened backend that was not checked yet. */
export interface OpenedKind {
  readonly adapter: string;
  readonly software: boolean;
  /** Frees the resources of this kind. Call it after the backend was removed from tfjs. */
  readonly release: () => void;
}

/**
 * Opens one kind and makes it tfjs's active backend. If it cannot, it throws an `Error` whose message says why in plain
 * words.
 * @param report is called with a message when the device fails later
 */
export type OpenKind = (report: (what: string) => void) => Promise<OpenedKind>;

/** Names of software adapters: Chrome's SwiftShader, Mesa's llvmpipe and lavapipe, and Windows' WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/** Limits that help tfjs's kernels. Each is raised from the specification's default to the limit of the adapter. */
const usefulLimits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeInvocationsPerWorkgroup",
] as const;

/** Features that are requested if the adapter has them: numbers of 16 bits, for prediction. */
const usefulFeatures = ["shader-f16"] as const;

export const openWebgpu: OpenKind = async (report) => {
  const gpu = typeof navigator === "undefined" ? undefined : (navigator as { gpu?: GPU }).gpu;
  if (gpu === undefined) {
    const secure = typeof isSecureContext === "undefined" || isSecureContext;
    throw new Error(secure ? "this browser does not offer it" : "browsers offer it to https and localhost pages only");
  }
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error("the browser found no graphics adapter for it");
  const requiredLimits = Object.fromEntries(usefulLimits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = usefulFeatures.filter((name) => adapter.features.has(name));
  const [device, { WebGPUBackend }] = await Promise.all([
    adapter.requestDevice({ requiredLimits, requiredFeatures }),
    import("@tensorflow/tfjs-backend-webgpu"),
  ]);
  device.addEventListener("uncapturederror", ({ error }) => {
    const exhausted = error instanceof GPUOutOfMemoryError;
    report(exhausted ? "The GPU ran out of memory." : `The GPU reported an error: ${error.message.slice(0, 300)}`);
  });
  device.lost.then(
    ({ message, reason }) => report(`The GPU device was lost (${message || reason || "no reason given"}).`),
    () => undefined,
  );
  // tfjs registers a factory that would open another device, without our listeners.
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, adapter.info), 3);
  if (!(await tf.setBackend("webgpu"))) throw new Error("it could not be initialised");
  const { vendor, architecture, device: model, description, isFallbackAdapter } = adapter.info;
  const names = [vendor, architecture, model, description].filter((name) => name !== "");
  return {
    adapter: description || names.join(" "),
    software: isFallbackAdapter === true || softwareNames.test(names.join(" ")),
    release: () => device.destroy(),
  };
};

export const openWebgl: OpenKind = async (report) => {
  if (typeof OffscreenCanvas === "undefined") {
    throw new Error("there is no canvas to run it on");
  }
  const { MathBackendWebGL } = await import("@tensorflow/tfjs-backend-webgl");
  const initialised = await tf.setBackend("webgl").catch((cause: unknown) => {
    throw new Error("this browser or graphics driver does not offer it", { cause });
  });
  if (!initialised) throw new Error("this browser or graphics driver does not offer it");
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error("it could not be initialised");
  if (!tf.env().getBool("WEBGL_RENDER_FLOAT32_CAPABLE"))
    throw new Error("its numbers have 16 bits only, too few to train with");
  const { gl } = backend.gpgpu;
  (gl as unknown as { canvas: EventTarget }).canvas.addEventListener("webglcontextlost", () =>
    report("The WebGL context was lost."),
  );
  const naming = gl.getExtension("WEBGL_debug_renderer_info");
  const adapter = String(gl.getParameter(naming ? naming.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? "");
  return { adapter, software: softwareNames.test(adapter), release: () => undefined };
};

export const openCpu: OpenKind = async () => {
  await import("@tensorflow/tfjs-backend-cpu");
  registerCpuConvolution();
  registerCpuFilterGradient();
  registerOwnKernel(batchNormKernels.forward, "cpu", cpuBatchNorm.forward);
  registerOwnKernel(batchNormKernels.gradient, "cpu", cpuBatchNorm.gradient);
  if (!(await tf.setBackend("cpu"))) throw new Error("it could not be initialised");
  return { adapter: "", software: true, release: () => undefined };
};
