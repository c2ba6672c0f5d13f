import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { fewAtATime } from "../../domain/few-at-a-time.ts";
import { cocoAnnotations, cocoFoot, cocoHead } from "../../export/coco-json.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { loadSegmented, type OnTile, walk } from "../tile/walk-tiles.ts";

/** Writes the cells as COCO annotations. An image has the file name of the tile's green channel, the protein. */
export async function exportCoco(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const { classes } = await loadSettings();
  const name = "cells.coco.json";
  const tiles = await loadSegmented(name);
  const images = tiles.map(({ record: { id, width, height } }, index) => ({
    id: index + 1,
    fileName: `${id}_green.png`,
    width,
    height,
  }));
  const parts: Blob[] = [new Blob([cocoHead(images, classes, new Date())])];
  let image = 0;
  let annotations = 0;
  for await (const { record, folder, generation } of walk(tiles, onTile, signal)) {
    image += 1;
    const labels = await readLabelMap(folder, generation.id, "cells", record.id);
    const [cells, predictions] = [await loadCells(record.id), await loadPredictions(record.id)];
    const texts: string[] = [];
    for await (const few of fewAtATime(cells, 64, signal)) {
      texts.push(...cocoAnnotations(image, annotations + texts.length + 1, labels, few, predictions, classes));
    }
    if (texts.length > 0) parts.push(new Blob([annotations > 0 ? ",\n" : "", texts.join(",\n")]));
    annotations += texts.length;
  }
  parts.push(new Blob([cocoFoot]));
  return { name, file: new Blob(parts, { type: "application/json" }) };
}
