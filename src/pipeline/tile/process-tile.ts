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
  /** Label maps that become the cells. When null or absent, segmentation finds the cells. */
  readonly masks?: ForeignMasks | null;
  /** Cells that the user corrected. They stay, whatever segmentation finds. Null or absent when there are none. */
  readonly kept?: CorrectedCells | null;
}

/** The result of processing one tile. */
export interface ProcessedTile {
  /** In the order of their numbers. */
  readonly cells: readonly Cell[];
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** The nucleus diameter that segmentation used, px; null when the nuclei came from a mask. */
  readonly nucleusDiameter: number | null;
  /** The nucleus diameter estimated from the blue channel, px; null when the options gave the diameter. */
  readonly estimatedDiameter: number | null;
  /** What was lost when the masks became the cells; null when segmentation found the cells. */
  readonly leftOut: LeftOut | null;
  /** Why there is no cell, and what to change; null when there are cells. */
  readonly problem: Problem | null;
  readonly thumbnail: Picture;
  /**
   * Yields the crops of `cells` in their order: `[size, size, 4]`, red green blue yellow, 0..255. Each crop is made
   * when the caller asks for it. The next crop overwrites the array.
   */
  readonly crops: () => Generator<Uint8Array>;
}

/** A thumbnail's longer side, px. The tile list shows it at half this size, so it is sharp on a dense screen. */
const thumbnailSide = 160;

/**
 * Turns the pixels of one tile into label maps, cells and crops. It stores nothing and runs in window, worker and Node.
 *
 * @param onStage Called before each stage.
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
