import { hasTag, problemError, problemFrom } from "../domain/errors.ts";
import { type LabelMap, mostInstances } from "../domain/tile/label-map.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile/tile.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { mergeChannels } from "../imaging/merge-channels.ts";
import { findCellMask } from "./cell-mask.ts";
import { dropBorderCells } from "./drop-border-cells.ts";
import { enlargeLabels } from "./enlarge-labels.ts";
import { estimateDiameter } from "./estimate-diameter.ts";
import { labelCells } from "./label-cells.ts";
import { dropSmall, partNuclei } from "./label-nuclei.ts";
import type { Regions } from "./measure/regions.ts";
import { findNucleusMask, type NucleusMask } from "./nucleus-mask.ts";
import { type OpenCV, outOfMemory } from "./opencv.ts";
import { rememberLast } from "./remember-last.ts";
import { nucleusTuning } from "./tuning.ts";

/**
 * Segmentation of one tile in stages. Each stage depends on exactly these options:
 *
 *     estimate                        pixels
 *     merge                           diameter
 *     nucleus mask                    diameter, nucleusSensitivity
 *     part                            ... and splitStrength
 *     drop small                      ... and smallestArea
 *     cell mask                       ... and cellSensitivity
 *     cells                           the same
 *     border                          ... and borderCells
 *
 * When the tile is segmented again with other options, only the stages after the change run; that is fast enough for a
 * live preview. Besides the tile's pixels only results at the working scale stay in memory; an image has about a
 * thirtieth of the tile's pixels there.
 */

/** Cells and nuclei of one tile, with the same numbers. */
export interface TileSegmentation {
  /** Full resolution; every cell is one 4-connected piece and contains its nucleus. */
  readonly cells: LabelMap;
  /** Full resolution. */
  readonly nuclei: LabelMap;
  /**
   * The expected nucleus diameter that was used, px of the full-resolution tile. 0 when the options give none and
   * nothing looks like a nucleus.
   */
  readonly nucleusDiameter: number;
  /** The estimated diameter, px; null when the options gave a diameter, or when nothing looks like a nucleus. */
  readonly estimatedDiameter: number | null;
  /** Side of one px of the working scale in full-resolution px, a whole number >= 1. */
  readonly workingScale: number;
}

export type SegmentationStage =
  | "estimate"
  | "merge"
  | "nucleus mask"
  | "part"
  | "drop small"
  | "cell mask"
  | "cells"
  | "border";

export interface SegmentationStages {
  /**
   * Finds the cells. The label maps are new with every call and belong to the caller.
   *
   * @throws SegmentationFailed for more cells than 16-bit labels can tell apart, or when memory runs out.
   */
  readonly segment: (options: SegmentationOptions) => TileSegmentation;
  /**
   * The same, but it yields before each stage that takes long. There the caller can give up the work; the results of
   * the stages that ran are remembered.
   */
  readonly segmentInSteps: (options: SegmentationOptions) => Generator<void, TileSegmentation>;
  /** The tile's own nucleus diameter in px, whatever the options say; null when nothing looks like a nucleus. */
  readonly estimate: () => number | null;
}

/** @param onStage called for each stage that runs, not for stages whose result is remembered. */
export function openSegmentation(
  opencv: OpenCV,
  pixels: TilePixels,
  tile: TileId,
  onStage: (stage: SegmentationStage) => void = () => {},
): SegmentationStages {
  const { width, height } = pixels;
  const { blue } = pixels.channels;

  const estimate = rememberLast(() => {
    onStage("estimate");
    return blue === null ? null : estimateDiameter(opencv, blue, width, height);
  });
  const merge = rememberLast((factor: number) => {
    onStage("merge");
    const { nucleus, cellBody, ...size } = mergeChannels(pixels, factor);
    return { nucleus: { ...size, values: nucleus }, body: { ...size, values: cellBody } };
  });
  const findMask = rememberLast((nucleus: Raster, diameter: number, sensitivity: number) => {
    onStage("nucleus mask");
    return findNucleusMask(opencv, nucleus, diameter, sensitivity);
  });
  const part = rememberLast((size: Raster, mask: NucleusMask, diameter: number, splitStrength: number) => {
    onStage("part");
    return partNuclei(opencv, size, mask, diameter, splitStrength);
  });
  const drop = rememberLast((parts: Regions, diameter: number, smallestArea: number) => {
    onStage("drop small");
    return dropSmall(parts, diameter, smallestArea);
  });
  const findBody = rememberLast((body: Raster, nuclei: Regions, diameter: number, sensitivity: number) => {
    onStage("cell mask");
    return findCellMask(opencv, body, nuclei, diameter, sensitivity);
  });
  const grow = rememberLast((body: Raster, nuclei: Regions, mask: Uint8Array, diameter: number) => {
    onStage("cells");
    return labelCells(opencv, body, nuclei, mask, diameter);
  });
  const clearBorder = rememberLast((nuclei: Regions, cells: Regions) => {
    onStage("border");
    return dropBorderCells(nuclei, cells);
  });

  function* segmentInSteps(options: SegmentationOptions): Generator<void, TileSegmentation> {
    const diameter = options.nucleusDiameter ?? estimate();
    if (diameter === null) {
      const empty = { width, height, labels: new Uint16Array(width * height), count: 0 };
      const nuclei = { ...empty, labels: empty.labels.slice() };
      return { cells: empty, nuclei, nucleusDiameter: 0, estimatedDiameter: null, workingScale: 1 };
    }
    const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
    const scaled = diameter / factor;
    yield;
    const { nucleus, body } = merge(factor);
    yield;
    const mask = findMask(nucleus, scaled, options.nucleusSensitivity);
    yield;
    const nuclei = drop(part(nucleus, mask, scaled, options.splitStrength), scaled, options.smallestArea);
    if (nuclei.count > mostInstances) throw tooMany(nuclei.count, tile);
    yield;
    const cellMask = findBody(body, nuclei, scaled, options.cellSensitivity);
    yield;
    const cells = grow(body, nuclei, cellMask, scaled);
    yield;
    const found = options.borderCells === "drop" ? clearBorder(nuclei, cells) : { nuclei, cells };
    const cellLabels = enlargeLabels(found.cells, factor, width, height);
    const nucleusLabels = enlargeLabels(found.nuclei, factor, width, height);
    for (let pixel = 0; pixel < nucleusLabels.length; pixel++) {
      // Both maps' outlines are smoothed separately, so a nucleus at the edge of its cell can reach out by a pixel.
      const label = nucleusLabels[pixel];
      if (label !== 0 && label !== cellLabels[pixel]) nucleusLabels[pixel] = 0;
    }
    const { count } = found.nuclei;
    return {
      cells: { width, height, labels: cellLabels, count },
      nuclei: { width, height, labels: nucleusLabels, count },
      nucleusDiameter: diameter,
      estimatedDiameter: options.nucleusDiameter === null ? diameter : null,
      workingScale: factor,
    };
  }

  function* steps(options: SegmentationOptions): Generator<void, TileSegmentation> {
    try {
      return yield* segmentInSteps(options);
    } catch (error) {
      throw namingTile(tile, error);
    }
  }

  return {
    segmentInSteps: steps,
    segment(options) {
      const running = steps(options);
      for (;;) {
        const step = running.next();
        if (step.done === true) return step.value;
      }
    },
    estimate() {
      try {
        return estimate();
      } catch (error) {
        throw namingTile(tile, error);
      }
    },
  };
}

/** The error to throw, with the tile as its subject: the functions that fail do not know the tile. */
function namingTile(tile: TileId, error: unknown): unknown {
  if (hasTag(error, "SegmentationFailed") && problemFrom(error, tile).subject !== tile) return outOfMemory(tile, error);
  // The JavaScript engine throws a RangeError when it has no room for an array.
  return error instanceof RangeError ? outOfMemory(tile, error) : error;
}

function tooMany(nuclei: number, tile: TileId): Error {
  return problemError({
    tag: "SegmentationFailed",
    subject: tile,
    message: `${nuclei} nuclei were found, more than the 65,535 that one tile can hold.`,
    remedy: "Enter the nucleus diameter or a larger smallest area, or cut the tile into several.",
  });
}
