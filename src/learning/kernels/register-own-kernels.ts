import { batchNormKernels } from "./batch-norm-kernels.ts";
import { cpuBatchNorm } from "./cpu-batch-norm.ts";
import { gpuBatchNorm } from "./gpu-batch-norm.ts";
import { gpuBlend } from "./gpu-blend.ts";
import { gpuOptimizer } from "./gpu-optimizer.ts";
import { optimizerKernel } from "./optimizer-kernel.ts";
import { blendKernel, registerOwnKernel } from "./own-kernels.ts";

export function registerCpuOwn(): void {
  registerOwnKernel(batchNormKernels.forward, "cpu", cpuBatchNorm.forward);
  registerOwnKernel(batchNormKernels.gradient, "cpu", cpuBatchNorm.gradient);
}

export function registerGpuOwn(): void {
  registerOwnKernel(batchNormKernels.forward, "webgpu", gpuBatchNorm.forward);
  registerOwnKernel(batchNormKernels.gradient, "webgpu", gpuBatchNorm.gradient);
  registerOwnKernel(optimizerKernel, "webgpu", gpuOptimizer);
  registerOwnKernel(blendKernel, "webgpu", gpuBlend);
}
