import { problemError, problemFrom } from "../domain/errors.ts";
import type { ImagingApi, PreviewRequest, TilePreview } from "./contracts.ts";
import { spawnImagingWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/**
 * One imaging worker that keeps the pixels of the tile in view and segments it as the user moves sliders. One request is
 * under way at a time, and only the newest counts: one that waits is replaced, one under way is not answered.
 */
export interface TilePreviewer {
  /**
   * Resolves with the preview, or with null when a newer request or `close` came before the answer. Rejects with the
   * problem when segmentation failed or the worker died.
   */
  readonly preview: (request: PreviewRequest) => Promise<TilePreview | null>;
  /** Nobody waits for an answer any more. The worker keeps the tile's pixels. */
  readonly supersede: () => void;
  /** Ends the worker and with it the pixels it holds. */
  readonly close: () => void;
}

interface Asked {
  readonly request: PreviewRequest;
  readonly resolve: (preview: TilePreview | null) => void;
  readonly reject: (error: unknown) => void;
}

export function createTilePreviewer(spawn: () => WorkerClient<ImagingApi> = spawnImagingWorker): TilePreviewer {
  let client: WorkerClient<ImagingApi> | null = null;
  /** The request in the worker, and the one that goes next. */
  let working: Asked | null = null;
  let next: Asked | null = null;

  async function work(): Promise<void> {
    if (working !== null || next === null) return;
    const asked = next;
    working = asked;
    next = null;
    if (client === null || client.ended()) client = spawn();
    const mine = client;
    try {
      asked.resolve(await mine.api.previewTile(asked.request));
    } catch (error) {
      const problem = problemFrom(error, asked.request.tileId);
      asked.reject(mine.ended() ? problemError({ ...problem, subject: asked.request.tileId }) : error);
      // OpenCV's heap may be exhausted or broken.
      if (problem.tag === "SegmentationFailed" || problem.tag === "Unexpected") mine.terminate();
    } finally {
      if (working === asked) working = null;
      void work();
    }
  }

  /** Answers all that wait for an answer. What the worker says afterwards is heard by nobody. */
  function supersede(): void {
    working?.resolve(null);
    next?.resolve(null);
    next = null;
  }

  return {
    preview(request) {
      supersede();
      return new Promise((resolve, reject) => {
        next = { request, resolve, reject };
        void work();
      });
    },
    supersede,
    close() {
      supersede();
      client?.terminate();
      client = null;
      working = null;
    },
  };
}
