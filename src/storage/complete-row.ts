import type { Cell } from "../domain/cell/cell.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import { defaultSegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileGeneration, TileRow } from "./database.ts";

type LaterFields = Pick<
  TileRecord,
  "pixelSize" | "segmentation" | "segmentedWith" | "estimatedDiameter" | "mask" | "maskSource" | "correctedCells"
>;

/** Values for the fields of a record that were added after it was stored. */
function laterFields(generation: TileGeneration | null): LaterFields {
  return {
    pixelSize: null,
    segmentation: null,
    segmentedWith: generation?.segmentation ?? null,
    estimatedDiameter: null,
    mask: null,
    maskSource: "segmented",
    correctedCells: 0,
  };
}

/**
 * Values for the later fields of a generation. In earlier versions all its crops were in one
 * file, without corrections.
 */
function laterGenerationFields({ id, numbers }: TileGeneration): Pick<TileGeneration, "cropFiles" | "corrections"> {
  return { cropFiles: [{ id, numbers }], corrections: { done: 0, undone: 0 } };
}

/** Completes a stored row, which may come from an earlier version, with the fields that were added since. */
export function completeRow(stored: TileRow): TileRow {
  const { record } = stored;
  const generation =
    stored.generation === null
      ? null
      : {
          ...laterGenerationFields(stored.generation),
          ...stored.generation,
          segmentation: { ...defaultSegmentationOptions, ...stored.generation.segmentation },
        };
  return {
    ...stored,
    record: {
      ...laterFields(generation),
      ...record,
      ...(record.segmentation ? { segmentation: { ...defaultSegmentationOptions, ...record.segmentation } } : {}),
    },
    generation,
  };
}

/** Completes a stored cell in the same way. */
export function completeCell(stored: Cell): Cell {
  return { ...stored, measurements: stored.measurements ?? null, corrected: stored.corrected ?? false };
}
