import { type CorrectedCells, keepCorrected } from "../../correction/keep-corrected.ts";
import type { Cell } from "../../domain/cell/cell.ts";
import type { LeftOut } from "../../domain/dataset/tile-mask.ts";
import type { Problem } from "../../domain/errors.ts";
import type { CropOptions } from "../../domain/tile/crop-options.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import type { SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../../domain/tile/tile.ts";
import { cropCell } from "../../imaging/crop-cell.ts";
import { drawThumbnail } from "../../imaging/draw-thumbnail.ts";
import { type AdoptedCells, adoptMasks, type ForeignMasks } from "../../segmentation/adopt-masks.ts";
import { explainNoCells } from "../../segmentation/explain-no-cells.ts";
import { measureCells } from "../../segmentation/measure/measure-cells.ts";
import type { OpenCV } from "../../segmentation/opencv.ts";
import { segmentTile } from "../../segmentation/segment-tile.ts";

export interface ProcessTileOptions {
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** Label maps that are to be the cells; null or absent: the cells are found. */
  readonly masks?: ForeignMasks | null;
  /** Cells corrected by hand that stay whatever is found; left out or null when there are none. */
  readonly kept?: CorrectedCells | null;
}

/** What a tile's pixels become. */
export interface ProcessedTile {
  /** In the order of their numbers. */
  readonly cells: readonly Cell[];
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** px that segmentation used; null when it had nothing to find. */
  readonly nucleusDiameter: number | null;
  /** px; null when the options gave the diameter. */
  readonly estimatedDiameter: number | null;
  /** What was lost of the masks that became the cells; null when the cells were found. */
  readonly leftOut: LeftOut | null;
  /** Why there is no cell and what to change; null when there is one. */
  readonly problem: Problem | null;
  readonly thumbnail: Picture;
  /**
   * The crops of `cells`, in their order, each made when it is asked for: `[size, size, 4]`, red green blue yellow, 0..255.
   * The array is used again for the next crop.
   */
  readonly crops: () => Generator<Uint8Array>;
}

/** px of a thumbnail's longer side: the tile list shows it at half of that on a dense screen. */
const thumbnailSide = 160;

/**
 * Pixels -> label maps -> cells -> crops, for one tile. Pure, and the same in window, worker and Node.
 *
 * @param onStage told before each stage.
 * @throws SegmentationFailed
 */
export function processTile(
  opencv: OpenCV,
  pixels: TilePixels,
  { segmentation, crop, masks = null, kept = null }: ProcessTileOptions,
  tile: TileId,
  onStage: (stage: "segment" | "measure" | "crop") => void = () => {},
): ProcessedTile {
  onStage("segment");
  const adopted: AdoptedCells | null = masks && adoptMasks(opencv, pixels, masks, segmentation, tile);
  const found = adopted ?? segmentTile(opencv, pixels, segmentation, tile);
  const { nucleusDiameter, estimatedDiameter } = found;
  const { cells: cellMap, nuclei: nucleusMap } = kept === null ? found : keepCorrected(found, kept);
  onStage("measure");
  const cells = measureCells(tile, pixels, cellMap, nucleusMap).map((cell) => ({
    ...cell,
    corrected: kept?.numbers.has(cell.number) === true,
  }));
  const thumbnail = drawThumbnail(pixels, thumbnailSide);
  return {
    cells,
    cellMap,
    nucleusMap,
    nucleusDiameter,
    estimatedDiameter,
    leftOut: adopted?.leftOut ?? null,
    problem: cells.length > 0 ? null : masks ? emptyMask(tile) : explainNoCells(opencv, pixels, segmentation, tile),
    thumbnail,
    *crops() {
      onStage("crop");
      const out = new Uint8Array(crop.size * crop.size * 4);
      for (const cell of cells) yield cropCell(pixels, cellMap, cell, crop, out);
    },
  };
}

function emptyMask(tile: TileId): Problem {
  return {
    tag: "NoCells",
    subject: tile,
    message: `The mask of tile ${tile} holds no cell.`,
    remedy: "Drop another mask, or segment the tile instead.",
  };
}
