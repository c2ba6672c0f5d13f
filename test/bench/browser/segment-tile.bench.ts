import { expect, it } from "vitest";
import { loadTile } from "../../browser/load-tile.ts";
import type { StageTimes } from "../../browser/segmentation/process.worker.ts";
import { processInWorker } from "../../browser/segmentation/process-in-worker.ts";
import { median, tellRatio } from "../tell-ratio.ts";

it.each([
  { side: 2048, goal: 350, most: 10 },
  { side: 3072, goal: 1300, most: 18 },
] as const)("segments a $side px tile in a worker", async ({ side, goal, most }) => {
  const { files, real } = await loadTile(side);
  const { times, count, loading } = await processInWorker({ files, rounds: 5 });
  const of = (stage: keyof StageTimes) => median(times.map((round) => round[stage]));
  const stages = (["decode", "segment", "measure", "crop"] as const).map((stage) => `${stage} ${of(stage).toFixed(0)}`);
  console.log(
    `${side} px ${real ? "reference" : "drawn"} tile, ${count} cells, medians of ${times.length} in ms: ${stages.join(", ")}; ` +
      `OpenCV loaded in ${loading.toFixed(0)} ms`,
  );
  const reference = of("reference");
  expect(tellRatio("segmenting", of("segment"), reference, goal)).toBeLessThan(most);
  const all = of("segment") + of("measure") + of("crop");
  expect(tellRatio("segmenting, measuring and cutting crops", all, reference, 3000)).toBeLessThan(3 * most);
});
