import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { channelNames, type Samples, type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { cropCell } from "../../../src/imaging/crop-cell.ts";
import { decodePlane } from "../../../src/ingest/decode/decode-plane.ts";
import { measureCells } from "../../../src/segmentation/measure/measure-cells.ts";
import { loadOpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";
import { timeReferenceWork } from "../../bench/reference-work.ts";

/** Milliseconds of each stage of one tile's way from files to crops; `reference` is a fixed piece of other work. */
export interface StageTimes {
  readonly reference: number;
  readonly decode: number;
  readonly segment: number;
  readonly measure: number;
  readonly crop: number;
}
export interface WorkerRequest {
  /** PNG files in the order of `channelNames`. */
  readonly files: readonly Uint8Array<ArrayBuffer>[];
  readonly rounds: number;
}
export interface WorkerAnswer {
  readonly cells: Uint16Array;
  readonly count: number;
  /** Crops that were cut, of one round. */
  readonly crops: number;
  readonly times: readonly StageTimes[];
  readonly loading: number;
}

async function decode(files: WorkerRequest["files"]): Promise<TilePixels> {
  const planes = await Promise.all(channelNames.map((name, index) => decodePlane(files[index]!, `${name}.png`, name)));
  const [red, green, blue, yellow] = planes.map(({ samples }) => samples) as [Samples, Samples, Samples, Samples];
  const { width, height, bitDepth } = planes[0]!;
  return { width, height, bitDepth, channels: { red, green, blue, yellow } };
}

self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
  const start = performance.now();
  const opencv = await loadOpenCV();
  const loading = performance.now() - start;
  const times: StageTimes[] = [];
  let cells = new Uint16Array(0);
  let count = 0;
  let crops = 0;
  for (let round = 0; round < data.rounds; round++) {
    const reference = data.rounds === 1 ? 0 : timeReferenceWork();
    const started = performance.now();
    const pixels = await decode(data.files);
    const began = performance.now();
    const found = segmentTile(opencv, pixels, defaultSegmentationOptions, tileId("tile"));
    const segmented = performance.now();
    const records = measureCells(tileId("tile"), pixels, found.cells, found.nuclei);
    const measured = performance.now();
    const crop = new Uint8Array(defaultCropOptions.size ** 2 * 4);
    for (const record of records) cropCell(pixels, found.cells, record, defaultCropOptions, crop);
    times.push({
      reference,
      decode: began - started,
      segment: segmented - began,
      measure: measured - segmented,
      crop: performance.now() - measured,
    });
    cells = Uint16Array.from(found.cells.labels);
    count = found.cells.count;
    crops = records.length;
  }
  const answer: WorkerAnswer = { cells, count, crops, times, loading };
  self.postMessage(answer);
};
