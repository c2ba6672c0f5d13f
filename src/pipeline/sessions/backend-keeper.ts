import type { Backend } from "../../learning/backend/backend.ts";

/** One backend for all work. It is opened when it is first needed. */
export interface BackendKeeper {
  /** Returns the open backend. Opens one when there is none or when the last one has failed. */
  readonly current: () => Promise<Backend>;
  /**
   * Closes the backend, which frees all that is on it. The next `current` opens another one. Call it after work that
   * failed. A pass through the network that breaks off leaves its activations behind, and tfjs never returns its
   * buffers to the GPU. So a smaller micro-batch would find no more room than the one that was too large.
   */
  readonly letGo: () => Promise<void>;
}

export function keepBackend(open: () => Promise<Backend>): BackendKeeper {
  let opening: Promise<Backend> | null = null;

  async function letGo(): Promise<void> {
    const last = opening;
    opening = null;
    // If the backend could not be opened, the caller of `current` already got the error.
    (await last?.catch(() => null))?.close();
  }

  return {
    async current() {
      if (opening !== null && (await opening).failure() !== null) await letGo();
      opening ??= open().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    letGo,
  };
}
