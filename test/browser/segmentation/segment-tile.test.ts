import { decode } from "fast-png";
import { expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/label-map.ts";
import type { Samples, TilePixels } from "../../../src/domain/tile.ts";
import { matchMasks } from "../../../src/evaluation/match-masks.ts";
import { drawTile } from "../../unit/segmentation/draw-tile.ts";
import type { StageTimes, WorkerAnswer } from "./process.worker.ts";

declare const __SHARED__: string;
const name = "f0ac7116-bb99-11e8-b2b9-ac1f6b6435d0";

async function fetchPlane(suffix: string): Promise<Samples> {
  const answer = await fetch(`/@fs${__SHARED__}/tiles/${name}_${suffix}.png`);
  if (!answer.ok || answer.headers.get("content-type") !== "image/png") throw new Error("not there");
  const { data } = decode(await answer.arrayBuffer());
  if (data instanceof Uint8ClampedArray) throw new TypeError("unexpected samples");
  return data;
}

/** A real 2048 px tile with 46 cells, or a drawn one of the same size. */
async function loadTile(): Promise<{ pixels: TilePixels; truth: LabelMap; real: boolean }> {
  try {
    const [red, green, blue, yellow, mask] = (await Promise.all(
      ["red", "green", "blue", "yellow", "cellmask"].map(fetchPlane),
    )) as [Samples, Samples, Samples, Samples, Samples];
    const labels = Uint16Array.from(mask);
    const truth = {
      width: 2048,
      height: 2048,
      labels,
      count: labels.reduce((most, label) => Math.max(most, label), 0),
    };
    const channels = { red, green, blue, yellow };
    return { pixels: { width: 2048, height: 2048, bitDepth: 8, channels }, truth, real: true };
  } catch {
    console.log("The reference tiles are not there: a drawn tile is used instead.");
    return { ...drawTile(2048, 2048, 170, 1), real: false };
  }
}

it("takes a 2048 px tile from pixels to crops in a worker in less than 3 s", async () => {
  const { pixels, truth, real } = await loadTile();
  const worker = new Worker(new URL("./process.worker.ts", import.meta.url), { type: "module" });
  const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ pixels, rounds: 5 });
  });
  worker.terminate();
  const median = (of: (times: StageTimes) => number): number =>
    answer.times.map(of).sort((a, b) => a - b)[answer.times.length >> 1] as number;
  const [segment, measure, crop] = [median((t) => t.segment), median((t) => t.measure), median((t) => t.crop)];
  const first = answer.times[0] as StageTimes;
  console.log(
    `2048 px ${real ? "reference" : "drawn"} tile, ${answer.count} cells, in Chromium: segment ${segment.toFixed(0)} ms, ` +
      `measure ${measure.toFixed(0)} ms, crop ${crop.toFixed(0)} ms (medians of ${answer.times.length}; the first tile ` +
      `${(first.segment + first.measure + first.crop).toFixed(0)} ms after ${answer.loading.toFixed(0)} ms of loading OpenCV)`,
  );
  expect(segment + measure + crop).toBeLessThan(3000);
  const found = { width: pixels.width, height: pixels.height, labels: answer.cells, count: answer.count };
  expect(matchMasks(found, truth, 0.6).f1).toBeGreaterThan(0.85);
});
