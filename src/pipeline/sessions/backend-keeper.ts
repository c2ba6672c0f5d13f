import type { Backend } from "../../learning/backend/backend.ts";

/** One backend for whoever needs it, opened when first asked for. */
export interface BackendKeeper {
  /** The open backend; opens one when there is none or the last one has failed. */
  readonly current: () => Promise<Backend>;
  /**
   * Closes it, which frees all that is on it; the next `current` opens another. Right after work that failed: a
   * pass through the network that breaks off leaves its activations behind, and tfjs never gives buffers that it once had back
   * to the GPU, so that a smaller micro-batch would find no more room than the one that was too large.
   */
  readonly letGo: () => Promise<void>;
}

export function keepBackend(open: () => Promise<Backend>): BackendKeeper {
  let opening: Promise<Backend> | null = null;

  async function letGo(): Promise<void> {
    const last = opening;
    opening = null;
    // One that could not be opened was told to the one who asked for it.
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
