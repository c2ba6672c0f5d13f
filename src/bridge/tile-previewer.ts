import { problemError, problemFrom } from "../domain/errors.ts";
import type { PreviewRequest, TilePreview } from "../domain/tile/tile-preview.ts";
import type { ImagingApi } from "./contracts.ts";
import { spawnImagingWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/**
 * One imaging worker that keeps the pixels of the tile in view and segments it as the user moves sliders. Only the newest
 * request counts: the worker gives up the one before at its next stage, and the page is told so at once.
 */
export interface TilePreviewer {
  /**
   * Resolves with the preview, or with null when a newer request, `supersede` or `close` came before the answer. Rejects
   * with the problem when segmentation failed or the worker died.
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
  let newest: Asked | null = null;

  async function send(asked: Asked): Promise<void> {
    if (client === null || client.ended()) client = spawn();
    const mine = client;
    const { request } = asked;
    try {
      asked.resolve(await mine.api.previewTile(request));
    } catch (error) {
      const problem = problemFrom(error, request.tileId);
      const died = mine.ended();
      // OpenCV's heap may be exhausted or broken.
      if (problem.tag === "SegmentationFailed" || problem.tag === "Unexpected") mine.terminate();
      // The worker was ended because an older request had failed in it.
      if (problem.tag === "Cancelled" && newest === asked) void send(asked);
      else asked.reject(died ? problemError({ ...problem, subject: request.tileId }) : error);
    }
  }

  function supersede(): void {
    newest?.resolve(null);
    newest = null;
  }

  return {
    preview(request) {
      supersede();
      return new Promise((resolve, reject) => {
        newest = { request, resolve, reject };
        void send(newest);
      });
    },
    supersede() {
      supersede();
      // A worker that dies meanwhile has nothing left to give up.
      if (client !== null && !client.ended()) client.api.cancelPreview().catch(() => {});
    },
    close() {
      supersede();
      client?.terminate();
      client = null;
    },
  };
}
