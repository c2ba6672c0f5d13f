import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { runStepsWithPauses } from "../../domain/run-steps.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import { encodeLabelPng } from "../../export/label-png.ts";
import { encodeLabelTiff } from "../../export/label-tiff.ts";
import { encodePicturePng } from "../../export/picture-png.ts";
import { type ZippedFile, zipFiles } from "../../export/zip-files.ts";
import { drawLabelPreview } from "../../imaging/draw-label-preview.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import type { ReadyTile } from "../tile/ready-tile.ts";
import { entryName, loadSegmented, type OnTile, walk } from "../tile/walk-tiles.ts";

const encoders: Readonly<Record<"png" | "tif", (map: LabelMap, signal: AbortSignal) => Promise<Uint8Array>>> = {
  png: encodeLabelPng,
  tif: encodeLabelTiff,
};

/** A preview's longer side, px. It fills a screen and takes half a second to compress. */
const previewSide = 1600;

/** Writes the label maps of cells and nuclei as 16-bit images, two for each tile, into one archive. */
export function exportLabelMaps(format: "png" | "tif", onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const encodeMap = encoders[format];
  const name = format === "png" ? "label-maps.zip" : "label-maps-tiff.zip";
  return zipTiles(name, onTile, signal, async function* (tile, base) {
    for (const kind of ["cells", "nuclei"] as const) {
      const map = await readLabelMap(tile.folder, tile.generation.id, kind, tile.record.id);
      yield { name: `${base}_${kind}.${format}`, bytes: await encodeMap(map, signal) };
    }
  });
}

/** Writes a picture of the outlined cells of each tile into one archive. */
export function exportPreviews(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  return zipTiles("previews.zip", onTile, signal, async function* ({ record, folder, generation }, base) {
    const pixels = await readPixels(folder, record.id);
    const cells = await readLabelMap(folder, generation.id, "cells", record.id);
    const picture = await runStepsWithPauses(drawLabelPreview(pixels, cells, previewSide), signal);
    yield { name: `${base}_preview.png`, bytes: await encodePicturePng(picture, signal) };
  });
}

async function zipTiles(
  name: string,
  onTile: OnTile,
  signal: AbortSignal,
  filesOf: (tile: ReadyTile, base: string) => AsyncGenerator<ZippedFile>,
): Promise<ExportedFile> {
  const tiles = await loadSegmented(name);
  async function* entries(): AsyncGenerator<ZippedFile> {
    const taken = new Set<string>();
    for await (const tile of walk(tiles, onTile, signal)) yield* filesOf(tile, entryName(tile.record.id, taken));
  }
  return { name, file: await zipFiles(entries(), new Date(), signal) };
}
