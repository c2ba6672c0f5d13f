/**
 * The result of comparing one of our own kernels on this GPU with the code that computes the same without it. That
 * code is usually made of tfjs's operations.
 */
export interface KernelTrial {
  /** What the kernel computes, for instance "batch normalisation". */
  readonly kernel: string;
  /** True when our kernel is used, false when the other code is used. */
  readonly own: boolean;
  /** Milliseconds that our kernel takes. Null means that it failed or gave wrong results. */
  readonly ownMilliseconds: number | null;
  /** Milliseconds that the other code takes. */
  readonly stockMilliseconds: number;
}

/** The device that holds the tensors and computes with them. */
export interface BackendInfo {
  readonly kind: "webgpu" | "webgl" | "cpu";
  /**
   * The browser's name for the adapter, for instance "NVIDIA Ampere". "" means that the browser does not give one.
   */
  readonly adapter: string;
  /** True for a software adapter, which is correct but slow. */
  readonly software: boolean;
  /** Why a better backend could not be used. Null means that this is the best kind. */
  readonly fallbackReason: string | null;
  /** Trials of our own kernels. Only WebGPU has them, and records of earlier versions lack them. */
  readonly kernels?: readonly KernelTrial[];
}
