import { cancelled, throwIfCancelled } from "../domain/cancel.ts";
import { problemError, problemFrom } from "../domain/errors.ts";
import type { PreviewRequest, TilePreview } from "../domain/tile/tile-preview.ts";
import type { ImagingApi } from "./contracts.ts";
import { keepWorker } from "./keep-worker.ts";
import { spawnImagingWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/** An imaging worker that keeps the pixels of the tile in view and segments it again as the user moves sliders. */
export interface TilePreviewer {
  /**
   * A cancelled preview ends at its next stage. The worker keeps the tile's pixels.
   *
   * @throws Cancelled, also when `close` was called meanwhile. Throws the problem when segmentation failed or the
   * worker died.
   */
  readonly preview: (request: PreviewRequest, signal: AbortSignal) => Promise<TilePreview>;
  /** Cancels all previews and ends the worker, which frees the pixels that it holds. */
  readonly close: () => void;
}

const names: Readonly<Record<keyof ImagingApi, string>> = {
  processTile: "Image processing",
  previewTile: "The preview",
};

export function createTilePreviewer(spawn: () => WorkerClient<ImagingApi> = spawnImagingWorker): TilePreviewer {
  const worker = keepWorker<ImagingApi>({ spawn, names });
  let open = new AbortController();

  async function preview(request: PreviewRequest, signal: AbortSignal): Promise<TilePreview> {
    const wanted = AbortSignal.any([signal, open.signal]);
    throwIfCancelled(wanted);
    try {
      return await worker.api.previewTile(request, wanted);
    } catch (error) {
      const problem = problemFrom(error, request.tileId);
      // OpenCV's heap may be exhausted or broken.
      if (problem.tag === "SegmentationFailed" || problem.tag === "Unexpected") worker.end();
      throwIfCancelled(wanted);
      // An older request had failed and ended the worker that this request waited for.
      if (problem.tag === "Cancelled") return preview(request, signal);
      if (problem.tag !== "Unexpected") throw error;
      throw problemError({ ...problem, subject: request.tileId }, { cause: error });
    }
  }

  return {
    preview,
    close() {
      open.abort(cancelled("The preview"));
      open = new AbortController();
      worker.end();
    },
  };
}
