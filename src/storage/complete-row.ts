import type { Cell } from "../domain/cell/cell.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import { defaultSegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileGeneration, TileRow } from "./database.ts";

type LaterFields = Pick<
  TileRecord,
  "pixelSize" | "segmentation" | "segmentedWith" | "estimatedDiameter" | "mask" | "maskSource" | "correctedCells"
>;

/** What a record says in fields that came after it was stored. */
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

/** The same for a generation: all its crops lay in one file, and nothing was corrected. */
function laterGenerationFields({ id, numbers }: TileGeneration): Pick<TileGeneration, "cropFiles" | "corrections"> {
  return { cropFiles: [{ id, numbers }], corrections: { done: 0, undone: 0 } };
}

/** A row as it is stored, by this version or an earlier one, with every field that it has today. */
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

/** The same for a cell. */
export function completeCell(stored: Cell): Cell {
  return { ...stored, measurements: stored.measurements ?? null, corrected: stored.corrected ?? false };
}
