import type { Box, Cell } from "../../domain/cell/cell.ts";
import type { ChannelIntensity, Shape } from "../../domain/cell/cell-measurements.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import { type ChannelName, channelNames, type TileId, type TilePixels } from "../../domain/tile/tile.ts";
import { measureConvexArea } from "./measure-convex-area.ts";
import { measureEllipse } from "./measure-ellipse.ts";
import { type CellPixels, openIntensityMeter } from "./measure-intensity.ts";
import { measurePerimeters } from "./measure-perimeters.ts";
import { measureRegions, type RegionSums } from "./measure-regions.ts";

/**
 * Measures the place, shape and intensities of every cell.
 *
 * @param cells full resolution; numbers may have gaps.
 * @param nuclei the same size and numbers; each nucleus is inside of its cell.
 * @returns one record for each number that occurs, ascending, with `corrected` false.
 */
export function measureCells(tile: TileId, pixels: TilePixels, cells: LabelMap, nuclei: LabelMap): Cell[] {
  const { width, height } = cells;
  // Both maps have the same numbering. The nucleus map may have a lower count, because not every cell has a nucleus.
  const nucleusMap = { ...nuclei, count: cells.count };
  const cellSums = measureRegions(cells);
  const nucleusSums = measureRegions(nucleusMap);
  const cellPerimeters = measurePerimeters(cells);
  const nucleusPerimeters = measurePerimeters(nucleusMap);
  const measureIntensity = openIntensityMeter(pixels.bitDepth);
  const collectPixels = openPixelCollector(cells, nucleusMap, cellSums, nucleusSums);

  const measured: Cell[] = [];
  for (let number = 1; number <= cells.count; number++) {
    const area = cellSums.area[number]!;
    if (area === 0) continue;
    const box = boxOf(cellSums, number);
    const inside = collectPixels(number, box);
    const intensity: Record<ChannelName, ChannelIntensity | null> = {
      red: null,
      green: null,
      blue: null,
      yellow: null,
    };
    const meanIntensity: Record<ChannelName, number | null> = { red: null, green: null, blue: null, yellow: null };
    for (const name of channelNames) {
      const samples = pixels.channels[name];
      if (samples === null) continue;
      const channel = measureIntensity(samples, inside);
      intensity[name] = channel;
      meanIntensity[name] = channel.cell.integrated / area;
    }
    measured.push({
      tileId: tile,
      number,
      box,
      centroid: {
        x: cellSums.originX[number]! + cellSums.sumX[number]! / area,
        y: cellSums.originY[number]! + cellSums.sumY[number]! / area,
      },
      area,
      nucleusArea: nucleusSums.area[number]!,
      corrected: false,
      touchesBorder: box.left === 0 || box.top === 0 || box.right === width || box.bottom === height,
      meanIntensity,
      measurements: {
        cell: shapeOf(cells, cellSums, cellPerimeters, number),
        nucleus: nucleusSums.area[number] === 0 ? null : shapeOf(nucleusMap, nucleusSums, nucleusPerimeters, number),
        intensity,
      },
    });
  }
  return measured;
}

function boxOf({ left, top, right, bottom }: RegionSums, number: number): Box {
  return {
    left: left[number]!,
    top: top[number]!,
    right: right[number]!,
    bottom: bottom[number]!,
  };
}

function shapeOf(map: LabelMap, sums: RegionSums, perimeters: Float64Array, number: number): Shape {
  const area = sums.area[number]!;
  return {
    area,
    perimeter: perimeters[number]!,
    ...measureEllipse(sums, number),
    solidity: area / measureConvexArea(map, number, boxOf(sums, number)),
  };
}

/**
 * Makes a function that lists a cell's px, so that measuring a channel does not have to go through the whole box again.
 * The lists are used again for the next cell.
 */
function openPixelCollector(
  cells: LabelMap,
  nuclei: LabelMap,
  cellSums: RegionSums,
  nucleusSums: RegionSums,
): (number: number, box: Box) => CellPixels {
  const most = (areas: Float64Array) => areas.reduce((largest, area) => Math.max(largest, area), 0);
  const nucleus = new Int32Array(most(nucleusSums.area));
  const cytoplasm = new Int32Array(most(cellSums.area));
  const { width, labels: cellLabels } = cells;
  const { labels: nucleusLabels } = nuclei;
  return (number, box) => {
    let inNucleus = 0;
    let outside = 0;
    for (let y = box.top; y < box.bottom; y++) {
      const end = y * width + box.right;
      for (let at = y * width + box.left; at < end; at++) {
        if (cellLabels[at] !== number) continue;
        if (nucleusLabels[at] === number) nucleus[inNucleus++] = at;
        else cytoplasm[outside++] = at;
      }
    }
    return { nucleus: nucleus.subarray(0, inNucleus), cytoplasm: cytoplasm.subarray(0, outside) };
  };
}
