import type { LabelMap } from "../domain/label-map.ts";
import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { TileId } from "../domain/tile.ts";
import { loadOpenCV } from "../segmentation/opencv.ts";
import { openSegmentation, type SegmentationStages } from "../segmentation/segmentation-stages.ts";
import { readPixels } from "../storage/pixel-store.ts";
import { loadReadyTile } from "./ready-tile.ts";

export interface PreviewRequest {
  readonly tileId: TileId;
  /** In px of this tile. */
  readonly segmentation: SegmentationOptions;
}

/** What a tile would become. Nothing of it is stored. */
export interface PreviewedTile {
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** px that were used; 0 when nothing looks like a nucleus. */
  readonly nucleusDiameter: number;
  /** The tile's own, px, whatever the options say; null when nothing looks like a nucleus. */
  readonly estimatedDiameter: number | null;
}

/** Lets messages in: a newer request, for instance. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Segments one stored tile again and again with other options. The tile's pixels and the stages' results stay in memory
 * until another tile is asked for, so that a change of an option runs only what lies behind it.
 */
export function openPreviewSession() {
  /** Counts requests: only the newest is worked on. */
  let newest = 0;
  let held: { readonly folder: string; readonly stages: Promise<SegmentationStages> } | null = null;

  function hold(tileId: TileId, folder: string): Promise<SegmentationStages> {
    // A folder is one set of pixels: a tile that was dropped anew has another.
    if (held?.folder === folder) return held.stages;
    // The other tile's pixels go before these come.
    held = null;
    const stages = Promise.all([loadOpenCV(), readPixels(folder, tileId)]).then(([opencv, pixels]) =>
      openSegmentation(opencv, pixels, tileId),
    );
    const holding = { folder, stages };
    held = holding;
    stages.catch(() => {
      if (held === holding) held = null;
    });
    return stages;
  }

  return {
    /**
     * null when a newer request or `cancel` came meanwhile: small nuclei in a large tile take seconds, and the slider
     * has moved on.
     *
     * @throws StorageBroken when the tile is not segmented or its pixels are gone; SegmentationFailed.
     */
    async preview({ tileId, segmentation }: PreviewRequest): Promise<PreviewedTile | null> {
      newest += 1;
      const mine = newest;
      const { folder } = await loadReadyTile(tileId);
      if (mine !== newest) return null;
      const stages = await hold(tileId, folder);
      const steps = stages.segmentInSteps(segmentation);
      for (;;) {
        await breathe();
        if (mine !== newest) return null;
        const step = steps.next();
        if (step.done !== true) continue;
        const { cells, nuclei, nucleusDiameter } = step.value;
        return { cellMap: cells, nucleusMap: nuclei, nucleusDiameter, estimatedDiameter: stages.estimate() };
      }
    },
    /** The request under way is given up at the next stage. */
    async cancel(): Promise<void> {
      newest += 1;
    },
  };
}
