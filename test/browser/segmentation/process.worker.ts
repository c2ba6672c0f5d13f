import { defaultCropOptions } from "../../../src/domain/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/segmentation-options.ts";
import { type TilePixels, tileId } from "../../../src/domain/tile.ts";
import { cropCell } from "../../../src/imaging/crop-cell.ts";
import { measureCells } from "../../../src/segmentation/measure-cells.ts";
import { loadOpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";

/** Milliseconds of each stage of one tile's way from pixels to crops. */
export interface StageTimes {
  readonly segment: number;
  readonly measure: number;
  readonly crop: number;
}
export interface WorkerAnswer {
  readonly cells: Uint16Array;
  readonly count: number;
  readonly times: readonly StageTimes[];
  readonly loading: number;
}

self.onmessage = async ({ data }: MessageEvent<{ pixels: TilePixels; rounds: number }>) => {
  const start = performance.now();
  const opencv = await loadOpenCV();
  const loading = performance.now() - start;
  const times: StageTimes[] = [];
  let cells = new Uint16Array(0);
  let count = 0;
  for (let round = 0; round < data.rounds; round++) {
    const began = performance.now();
    const found = segmentTile(opencv, data.pixels, defaultSegmentationOptions, tileId("tile"));
    const segmented = performance.now();
    const records = measureCells(tileId("tile"), data.pixels, found.cells, found.nuclei);
    const measured = performance.now();
    const crop = new Uint8Array(defaultCropOptions.size ** 2 * 4);
    for (const record of records) cropCell(data.pixels, found.cells, record, defaultCropOptions, crop);
    times.push({ segment: segmented - began, measure: measured - segmented, crop: performance.now() - measured });
    cells = Uint16Array.from(found.cells.labels);
    count = found.cells.count;
  }
  const answer: WorkerAnswer = { cells, count, times, loading };
  self.postMessage(answer);
};
