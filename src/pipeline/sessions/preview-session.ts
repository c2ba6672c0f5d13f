import { keepCorrected } from "../../correction/keep-corrected.ts";
import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { type LabelMap, mostInstances } from "../../domain/tile/label-map.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { PreviewRequest, TilePreview } from "../../domain/tile/tile-preview.ts";
import { loadOpenCV } from "../../segmentation/opencv.ts";
import { openSegmentation, type SegmentationStages } from "../../segmentation/segmentation-stages.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import { type LoadedCorrections, loadCorrected } from "../tile/load-corrected.ts";
import { loadReadyTile, type ReadyTile } from "../tile/ready-tile.ts";

/** Counts the different cell numbers in a label map. */
function countCells({ labels }: LabelMap): number {
  const seen = new Uint8Array(mostInstances + 1);
  for (let pixel = 0; pixel < labels.length; pixel++) seen[labels[pixel]!] = 1;
  seen[0] = 0;
  return seen.reduce((sum, one) => sum + one, 0);
}

/**
 * Segments one stored tile again and again with other options. The tile's pixels and the stages' results stay in
 * memory until another tile is asked for. So the change of an option repeats only the later stages.
 */
export function openPreviewSession() {
  /** The corrected cells of the generation that was previewed last. Every preview keeps them. */
  let corrected: { readonly generation: string; readonly cells: Promise<LoadedCorrections | null> } | null = null;
  let held: { readonly folder: string; readonly stages: Promise<SegmentationStages> } | null = null;

  function hold(tileId: TileId, folder: string): Promise<SegmentationStages> {
    // A folder holds one set of pixels. A tile whose files were dropped again has another folder.
    if (held?.folder === folder) return held.stages;
    // The other tile's pixels are released before the new ones are read.
    held = null;
    const stages = Promise.all([loadOpenCV(), readPixels(folder, tileId)]).then(([opencv, pixels]) =>
      openSegmentation(opencv, pixels, tileId),
    );
    const holding = { folder, stages };
    held = holding;
    // The preview awaits both promises, and is told why one failed.
    stages.catch(() => {
      if (held === holding) held = null;
    });
    return stages;
  }

  function holdCorrected({ record, generation }: ReadyTile): Promise<LoadedCorrections | null> {
    if (corrected?.generation === generation.id) return corrected.cells;
    const cells = record.correctedCells === 0 ? Promise.resolve(null) : loadCorrected(record.id);
    const holding = { generation: generation.id, cells };
    corrected = holding;
    cells.catch(() => {
      if (corrected === holding) corrected = null;
    });
    return cells;
  }

  return {
    /**
     * Segments the tile with the requested options and stores nothing. The signal is read between stages, because
     * small nuclei in a large tile take seconds, and the user may have moved the slider meanwhile.
     *
     * @throws StorageBroken when the tile is not segmented or its pixels are gone. SegmentationFailed, Cancelled.
     */
    async preview({ tileId, segmentation }: PreviewRequest, signal: AbortSignal): Promise<TilePreview> {
      const tile = await loadReadyTile(tileId);
      throwIfCancelled(signal);
      const [stages, kept] = await Promise.all([hold(tileId, tile.folder), holdCorrected(tile)]);
      const steps = stages.segmentInSteps(segmentation);
      for (;;) {
        await breathe();
        throwIfCancelled(signal);
        const step = steps.next();
        if (step.done !== true) continue;
        const found = step.value;
        const { cells, nuclei } = kept === null ? found : keepCorrected(found, kept);
        return {
          cellMap: cells,
          nucleusMap: nuclei,
          cellCount: kept === null ? cells.count : countCells(cells),
          nucleusDiameter: found.nucleusDiameter,
          estimatedDiameter: stages.estimate(),
        };
      }
    },
  };
}
