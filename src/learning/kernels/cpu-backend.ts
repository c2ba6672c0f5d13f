import * as tf from "@tensorflow/tfjs-core";

/** The parts of tfjs's CPU backend that our kernels use. */
export interface CpuBackend extends tf.KernelBackend {
  readonly data: { readonly get: (dataId: object) => { readonly values: Float32Array } };
  readonly makeTensorInfo: (shape: number[], dtype: "float32", values: Float32Array) => tf.TensorInfo;
}

/** Computes the only result of a kernel from the values of its inputs. */
type Compute = (
  values: (name: string) => Float32Array,
  shape: (name: string) => number[],
  attributes: Readonly<Record<string, unknown>>,
) => { readonly shape: number[]; readonly values: Float32Array };

/** Replaces one of tfjs's kernels on the CPU backend. */
export function replaceCpuKernel(kernelName: string, compute: Compute): void {
  tf.unregisterKernel(kernelName, "cpu");
  tf.registerKernel({
    kernelName,
    backendName: "cpu",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const cpu = backend as CpuBackend;
      const tensor = (name: string) => inputs[name]!;
      const result = compute(
        (name) => cpu.data.get(tensor(name).dataId).values,
        (name) => tensor(name).shape,
        attrs as Readonly<Record<string, unknown>>,
      );
      return cpu.makeTensorInfo(result.shape, "float32", result.values);
    },
  });
}
