/** A trial of one of our kernels on this GPU against what computes the same without it, as a rule tfjs's operations. */
export interface KernelTrial {
  /** What it computes, for instance "batch normalisation". */
  readonly kernel: string;
  /** Whether ours is used. */
  readonly own: boolean;
  /** Null when ours failed or answered wrongly. */
  readonly ownMilliseconds: number | null;
  readonly stockMilliseconds: number;
}

/** Where tensors live. */
export interface BackendInfo {
  readonly kind: "webgpu" | "webgl" | "cpu";
  /** Adapter as the browser names it, for instance "NVIDIA Ampere"; "" when it does not say. */
  readonly adapter: string;
  /** A software adapter: correct, but slow. */
  readonly software: boolean;
  /** Why no better backend was taken; null when this is the best one. */
  readonly fallbackReason: string | null;
  /** On WebGPU; older records have none. */
  readonly kernels?: readonly KernelTrial[];
}
