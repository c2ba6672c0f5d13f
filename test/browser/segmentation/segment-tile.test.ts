import { decode, encode } from "fast-png";
import { expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { channelNames } from "../../../src/domain/tile/tile.ts";
import { matchMasks } from "../../../src/evaluation/match-masks.ts";
import { drawTile } from "../../unit/segmentation/draw-tile.ts";
import type { StageTimes, WorkerAnswer, WorkerRequest } from "./process.worker.ts";

declare const __SHARED__: string;

interface EncodedTile {
  readonly files: WorkerRequest["files"];
  readonly truth: LabelMap;
  readonly real: boolean;
}

async function fetchPng(name: string, suffix: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`/@fs${__SHARED__}/tiles/${name}_${suffix}.png`);
  if (!answer.ok || answer.headers.get("content-type") !== "image/png") throw new Error("not there");
  return new Uint8Array(await answer.arrayBuffer());
}

/** A real tile's files, or a drawn tile of the same size. */
async function loadTile(name: string, side: number): Promise<EncodedTile> {
  try {
    const files = await Promise.all(channelNames.map((channel) => fetchPng(name, channel)));
    const { width, height, data } = decode(await fetchPng(name, "cellmask"));
    const labels = Uint16Array.from(data);
    const count = labels.reduce((most, label) => Math.max(most, label), 0);
    return { files, truth: { width, height, labels, count }, real: true };
  } catch {
    console.log("The reference tiles are not there: a drawn tile is used instead.");
    const { pixels, truth } = drawTile(side, side, 170, 1);
    const { width, height } = pixels;
    const files = channelNames.map((channel) => {
      const data = Uint8Array.from(pixels.channels[channel] ?? []);
      return new Uint8Array(encode({ width, height, data, channels: 1 }));
    });
    return { files, truth, real: false };
  }
}

/** What the worker and its OpenCV hold, bytes; null where the browser does not tell. */
async function workerMemory(): Promise<number | null> {
  const measure = (
    performance as { measureUserAgentSpecificMemory?: () => Promise<{ breakdown: readonly MemoryShare[] }> }
  ).measureUserAgentSpecificMemory?.bind(performance);
  if (measure === undefined) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 40_000));
  const answer = await Promise.race([measure().catch(() => null), late]);
  if (answer === null) return null;
  const ofWorkers = answer.breakdown.filter(({ attribution }) =>
    attribution.some(({ scope, url }) => scope.startsWith("Dedicated") && url.includes("process.worker")),
  );
  return ofWorkers.reduce((sum, { bytes }) => sum + bytes, 0);
}
interface MemoryShare {
  readonly bytes: number;
  readonly attribution: readonly { readonly scope: string; readonly url: string }[];
}

/*
 * Measured on one of two shared cores: 2048 px in about 200 ms, 3072 px in about 350 ms, decoding excluded. The bars are
 * those of the product on a machine of its own; the pins leave a busy machine three times as long.
 */
it.each([
  { name: "f0ac7116-bb99-11e8-b2b9-ac1f6b6435d0", side: 2048, bar: 350 },
  { name: "a7faf0b4-bb99-11e8-b2b9-ac1f6b6435d0", side: 3072, bar: 1300 },
])("takes a $side px tile from files to crops in a worker", async ({ name, side, bar }) => {
  const { files, truth, real } = await loadTile(name, side);
  const worker = new Worker(new URL("./process.worker.ts", import.meta.url), { type: "module" });
  const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ files, rounds: 5 } satisfies WorkerRequest);
  });
  const memory = await workerMemory();
  worker.terminate();
  const median = (of: (times: StageTimes) => number): number =>
    answer.times.map(of).sort((a, b) => a - b)[answer.times.length >> 1]!;
  const stages = (["decode", "segment", "measure", "crop"] as const).map((stage) => median((times) => times[stage]));
  const [decoding = 0, segment = 0, measure = 0, crop = 0] = stages;
  const first = answer.times[0]!;
  console.log(
    `${side} px ${real ? "reference" : "drawn"} tile, ${answer.count} cells, in Chromium: decode ${decoding.toFixed(0)} ms, ` +
      `segment ${segment.toFixed(0)} ms, measure ${measure.toFixed(0)} ms, crop ${crop.toFixed(0)} ms (medians of ` +
      `${answer.times.length}; the first tile ${(first.segment + first.measure + first.crop).toFixed(0)} ms after ` +
      `${answer.loading.toFixed(0)} ms of loading OpenCV); memory of the worker ` +
      (memory === null ? "not told by the browser" : `${(memory / 2 ** 20).toFixed(0)} MiB`),
  );
  expect(segment).toBeLessThan(3 * bar);
  expect(segment + measure + crop).toBeLessThan(3000);
  if (memory !== null) expect(memory).toBeLessThan(400e6);
  const found = { width: truth.width, height: truth.height, labels: answer.cells, count: answer.count };
  expect(matchMasks(found, truth, 0.6).f1).toBeGreaterThan(0.85);
});
