import { recordFailure } from "../stores/page-failures.ts";
/**
 * Adjusts the segmentation by eye. The sliders change a draft. A worker keeps the tile's pixels and previews the draft.
 * Nothing is stored before the user applies the draft (`apply-segmentation.ts`).
 */

import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { inPixels, type SegmentationOptions, sameSegmentation } from "../../domain/tile/segmentation-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { noAdjustment, type PreviewResult, useAdjustment } from "../stores/adjustment-store.ts";
import { announce } from "../stores/announce.ts";
import { type DatasetState, useDataset } from "../stores/dataset-store.ts";
import { openLatest } from "../stores/open-latest.ts";
import { keepPreviewMaps } from "../stores/preview-maps.ts";
import { services } from "../stores/services.ts";

/** Time without a further change before a preview starts, in ms. A moving slider sends dozens of values a second. */
const restTime = 40;
/** The same time for typed figures, in ms. Without it, typing 200 would start a preview with 20, which is slow. */
export const typingTime = 400;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Only the newest preview counts. */
const previews = openLatest("The preview");

/** Returns the options that a tile uses: its own, or the data set's. */
export function optionsOf(
  record: TileRecord | undefined,
  { segmentation }: Pick<DatasetState, "segmentation">,
): SegmentationOptions {
  return record?.segmentation ?? segmentation;
}

/** Returns a tile's µm per px: the value typed in for the data set, else the file's value; null without either. */
export function pixelSizeOf(
  record: TileRecord | undefined,
  { pixelSize }: Pick<DatasetState, "pixelSize">,
): number | null {
  return pixelSize ?? record?.pixelSize ?? null;
}

/**
 * Whether a tile's cells were found with other settings than the tile has now. This happens, for instance, when the
 * user cancels after applying settings to all tiles.
 */
export function isOutdated(
  record: TileRecord | undefined,
  dataset: Pick<DatasetState, "segmentation" | "pixelSize">,
): boolean {
  if (record === undefined || record.segmentedWith === null || record.maskSource === "imported") return false;
  return !sameSegmentation(record.segmentedWith, inPixels(optionsOf(record, dataset), pixelSizeOf(record, dataset)));
}

/** Takes the preview off the page. The draft stays unless `change` contains another one. */
function dropPreview(change: Partial<typeof noAdjustment> = {}): void {
  clearTimeout(timer);
  keepPreviewMaps(null, null);
  const { status } = useAdjustment.getState();
  useAdjustment.setState({
    result: null,
    showBefore: false,
    problem: null,
    status: status === "closed" ? status : "ready",
    ...change,
  });
}

async function preview(): Promise<void> {
  const { tileId, draft, status } = useAdjustment.getState();
  if (tileId === null) return;
  const dataset = useDataset.getState();
  const record = dataset.tiles[tileId];
  const options = draft ?? optionsOf(record, dataset);
  useAdjustment.setState({ status: status === "closed" ? "preparing" : "working", problem: null });
  const signal = previews.next();
  try {
    const segmentation = inPixels(options, pixelSizeOf(record, dataset));
    const found = await services().previewer.preview({ tileId, segmentation }, signal);
    const now = useAdjustment.getState();
    if (signal.aborted || now.tileId !== tileId) return;
    useAdjustment.setState({ status: "ready", estimate: found.estimatedDiameter });
    // The first preview has no draft: it only prepares the worker, and its result is the stored cells. When the draft
    // has changed meanwhile, the change starts its own preview.
    if (draft === null || now.draft !== draft) return;
    const result: PreviewResult = { cells: found.cellCount, nucleusDiameter: found.nucleusDiameter };
    keepPreviewMaps(result, found);
    useAdjustment.setState({ result });
    announce(`Preview: ${result.cells} cells, now ${record?.cellCount ?? 0}.`);
  } catch (error) {
    if (signal.aborted || useAdjustment.getState().tileId !== tileId) return;
    keepPreviewMaps(null, null);
    useAdjustment.setState({ status: "failed", result: null, problem: recordFailure(error, tileId) });
  }
}

/**
 * Opens the panel on this tile; a worker reads its pixels. null means that there is no segmented tile in view. The
 * draft moves along to the next tile, so that the user can judge it on several tiles before applying it. It does not
 * move when one of the two tiles has its own settings.
 */
export function openAdjustment(tileId: TileId | null): void {
  const { tileId: before, draft } = useAdjustment.getState();
  if (before === tileId && tileId !== null) return;
  const { tiles } = useDataset.getState();
  const own = (id: TileId | null) => id !== null && (tiles[id]?.segmentation ?? null) !== null;
  dropPreview();
  previews.cancel();
  if (tileId === null) services().previewer.close();
  useAdjustment.setState({
    ...noAdjustment,
    tileId,
    draft: own(before) || own(tileId) ? null : draft,
  });
  if (tileId !== null) void preview();
}

/** Closes the panel. Drops draft and preview and ends the worker. */
export function closeAdjustment(): void {
  dropPreview();
  previews.cancel();
  services().previewer.close();
  useAdjustment.setState(noAdjustment, true);
}

/** Changes the draft. The preview starts when no further change comes for `rest` ms. */
export function adjust(change: Partial<SegmentationOptions>, rest: number = restTime): void {
  const { tileId, draft } = useAdjustment.getState();
  const dataset = useDataset.getState();
  const holding = optionsOf(tileId === null ? undefined : dataset.tiles[tileId], dataset);
  const next = { ...(draft ?? holding), ...change };
  if (sameSegmentation(next, holding)) {
    discardDraft();
    return;
  }
  useAdjustment.setState({ draft: next, showBefore: false });
  previewSoon(rest);
}

/**
 * Starts a preview of the draft after `rest` ms. Call it when the draft, the pixel size or the tile's cells changed,
 * which makes the preview on the page out of date.
 */
export function previewSoon(rest: number = restTime): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (useAdjustment.getState().draft !== null) void preview();
  }, rest);
}

/** Drops the draft, so that the panel shows the tile's options again. Cancels a preview under way. */
export function discardDraft(): void {
  if (useAdjustment.getState().status !== "preparing") previews.cancel();
  dropPreview({ draft: null });
}

/** Switches between the stored outlines and the preview's outlines. */
export function toggleBefore(): void {
  useAdjustment.setState(({ result, showBefore }) => ({ showBefore: result !== null && !showBefore }));
}
