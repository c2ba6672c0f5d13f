import { recordFailure } from "../stores/page-failures.ts";
/**
 * Adjusting segmentation by eye: the sliders change a draft, a worker that keeps the tile's pixels previews it, and nothing
 * is stored before the user applies it (`apply-segmentation.ts`).
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

/** ms without a further change before a preview is asked for: a slider on the move sends dozens of values a second. */
const restTime = 40;
/** The same for figures that are typed: 20 on the way to 200 would be a preview of its own, and a slow one. */
export const typingTime = 400;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Only the newest preview counts. */
const previews = openLatest("The preview");

/** The options that hold for a tile: its own, or the data set's. */
export function optionsOf(
  record: TileRecord | undefined,
  { segmentation }: Pick<DatasetState, "segmentation">,
): SegmentationOptions {
  return record?.segmentation ?? segmentation;
}

/** µm a px of a tile: as typed in for the data set, else as its file says; null when neither does. */
export function pixelSizeOf(
  record: TileRecord | undefined,
  { pixelSize }: Pick<DatasetState, "pixelSize">,
): number | null {
  return pixelSize ?? record?.pixelSize ?? null;
}

/** Whether a tile's cells were found with other settings than hold for it: an application to all was cancelled, say. */
export function isOutdated(
  record: TileRecord | undefined,
  dataset: Pick<DatasetState, "segmentation" | "pixelSize">,
): boolean {
  if (record === undefined || record.segmentedWith === null || record.maskSource === "imported") return false;
  return !sameSegmentation(record.segmentedWith, inPixels(optionsOf(record, dataset), pixelSizeOf(record, dataset)));
}

/** Takes the preview off the page; the draft stays unless it is given anew. */
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
    // The first one only makes the worker ready, as the stored cells are its result; a later change asks for its own.
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
 * The panel is open on this tile, whose pixels a worker reads now; null: on no segmented tile. A draft goes along to the
 * next tile unless one of the two has settings of its own, so that it can be judged on several tiles before it is applied.
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

/** The panel is closed: draft and preview are forgotten, the worker ends. */
export function closeAdjustment(): void {
  dropPreview();
  previews.cancel();
  services().previewer.close();
  useAdjustment.setState(noAdjustment, true);
}

/** Changes the draft and previews it once no further change has come for `rest` ms. */
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

/** The draft, the pixel size or the tile's cells changed: what the preview shows is out of date. */
export function previewSoon(rest: number = restTime): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (useAdjustment.getState().draft !== null) void preview();
  }, rest);
}

/** Back to what holds for the tile. A preview under way comes to nothing. */
export function discardDraft(): void {
  if (useAdjustment.getState().status !== "preparing") previews.cancel();
  dropPreview({ draft: null });
}

/** Changes between the stored outlines and the preview's. */
export function toggleBefore(): void {
  useAdjustment.setState(({ result, showBefore }) => ({ showBefore: result !== null && !showBefore }));
}
