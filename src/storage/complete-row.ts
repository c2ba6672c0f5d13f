import type { Cell } from "../domain/cell.ts";
import { defaultSegmentationOptions } from "../domain/segmentation-options.ts";
import type { TileRecord } from "../domain/tile-record.ts";
import type { TileRow } from "./database.ts";

/** What a record says in fields that came after it was stored. */
const laterFields: Pick<TileRecord, "pixelSize" | "segmentation" | "estimatedDiameter" | "mask" | "maskSource"> = {
  pixelSize: null,
  segmentation: null,
  estimatedDiameter: null,
  mask: null,
  maskSource: "segmented",
};

/** A row as it is stored, by this version or an earlier one, with every field that it has today. */
export function completeRow(stored: TileRow): TileRow {
  const { generation, record } = stored;
  return {
    ...stored,
    record: {
      ...laterFields,
      ...record,
      ...(record.segmentation ? { segmentation: { ...defaultSegmentationOptions, ...record.segmentation } } : {}),
    },
    generation:
      generation === null
        ? null
        : { ...generation, segmentation: { ...defaultSegmentationOptions, ...generation.segmentation } },
  };
}

/** The same for a cell. */
export function completeCell(stored: Cell): Cell {
  return { ...stored, measurements: stored.measurements ?? null };
}
