import { expect, it } from "vitest";
import { matchMasks } from "../../../src/evaluation/match-masks.ts";
import { loadTile } from "../load-tile.ts";
import { processInWorker } from "./process-in-worker.ts";

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

it.each([2048, 3072] as const)("takes a %i px tile from files to crops in a worker", async (side) => {
  const { files, truth, real } = await loadTile(side);
  const { cells, count, crops, seen: memory } = await processInWorker({ files, rounds: 1 }, workerMemory);
  const told = memory === null ? "not told by the browser" : `${(memory / 2 ** 20).toFixed(0)} MiB`;
  console.log(`${side} px ${real ? "reference" : "drawn"} tile, ${count} cells; memory of the worker ${told}`);
  if (memory !== null) expect(memory).toBeLessThan(400e6);
  expect(crops).toBe(count);
  const found = { width: truth.width, height: truth.height, labels: cells, count };
  expect(matchMasks(found, truth, 0.6).f1).toBeGreaterThan(0.85);
});
