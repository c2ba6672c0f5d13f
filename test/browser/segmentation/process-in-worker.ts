import type { WorkerAnswer, WorkerRequest } from "./process.worker.ts";

/**
 * Processes a tile from files to crops in its own worker. `look` is called while the worker still holds the results.
 */
export async function processInWorker<Seen = null>(
  request: WorkerRequest,
  look: () => Promise<Seen | null> = async () => null,
): Promise<WorkerAnswer & { readonly seen: Seen | null }> {
  const worker = new Worker(new URL("./process.worker.ts", import.meta.url), { type: "module" });
  try {
    const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(request);
    });
    return { ...answer, seen: await look() };
  } finally {
    worker.terminate();
  }
}
