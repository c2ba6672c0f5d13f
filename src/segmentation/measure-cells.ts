import type { Cell } from "../domain/cell.ts";
import type { LabelMap } from "../domain/label-map.ts";
import { type ChannelName, channelNames, type TileId, type TilePixels } from "../domain/tile.ts";

/**
 * Measures every cell in one pass over the pixels.
 *
 * @param cells full resolution, 1..count without gaps.
 * @param nuclei the same size and numbers.
 * @returns one record a cell, ascending by number.
 */
export function measureCells(tile: TileId, pixels: TilePixels, cells: LabelMap, nuclei: LabelMap): Cell[] {
  const { width, height, labels, count } = cells;
  const left = new Int32Array(count + 1).fill(width);
  const right = new Int32Array(count + 1);
  const top = new Int32Array(count + 1).fill(height);
  const bottom = new Int32Array(count + 1);
  const area = new Float64Array(count + 1);
  const sumX = new Float64Array(count + 1);
  const sumY = new Float64Array(count + 1);
  const nucleusArea = new Float64Array(count + 1);
  const present = channelNames.flatMap((name) => {
    const samples = pixels.channels[name];
    return samples === null ? [] : [{ name, samples, sums: new Float64Array(count + 1) }];
  });
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let start = 0; start < width; ) {
      // A run of one cell: everything but the samples is worked out once for the whole run.
      const label = labels[row + start] as number;
      let end = start + 1;
      while (end < width && labels[row + end] === label) end++;
      if (label > 0) addRun(label, y, start, end);
      start = end;
    }
  }

  function addRun(label: number, y: number, start: number, end: number): void {
    const row = y * width;
    if (start < (left[label] as number)) left[label] = start;
    if (end > (right[label] as number)) right[label] = end;
    if (y < (top[label] as number)) top[label] = y;
    bottom[label] = y + 1;
    const length = end - start;
    area[label] = (area[label] as number) + length;
    sumX[label] = (sumX[label] as number) + (length * (start + end - 1)) / 2;
    sumY[label] = (sumY[label] as number) + length * y;
    let inNucleus = 0;
    for (let at = row + start; at < row + end; at++) if (nuclei.labels[at] === label) inNucleus++;
    nucleusArea[label] = (nucleusArea[label] as number) + inNucleus;
    for (const { samples, sums } of present) {
      let sum = 0;
      for (let at = row + start; at < row + end; at++) sum += samples[at] as number;
      sums[label] = (sums[label] as number) + sum;
    }
  }

  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const pixelCount = Math.max(1, area[number] as number);
    const box = {
      left: left[number] as number,
      top: top[number] as number,
      right: right[number] as number,
      bottom: bottom[number] as number,
    };
    const meanIntensity: Record<ChannelName, number | null> = { red: null, green: null, blue: null, yellow: null };
    for (const { name, sums } of present) meanIntensity[name] = (sums[number] as number) / pixelCount;
    return {
      tileId: tile,
      number,
      box,
      centroid: { x: (sumX[number] as number) / pixelCount, y: (sumY[number] as number) / pixelCount },
      area: area[number] as number,
      nucleusArea: nucleusArea[number] as number,
      touchesBorder: box.left === 0 || box.top === 0 || box.right === width || box.bottom === height,
      meanIntensity,
    };
  });
}
