import { describe, expect, it } from "vitest";
import type { ImagingApi } from "../../../src/bridge/contracts.ts";
import { createTilePreviewer } from "../../../src/bridge/tile-previewer.ts";
import type { WorkerClient } from "../../../src/bridge/worker-client.ts";
import { problemError, problemFrom } from "../../../src/domain/errors.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import type { PreviewRequest, TilePreview } from "../../../src/domain/tile/tile-preview.ts";

const request = (splitStrength: number): PreviewRequest => ({
  tileId: tileId("t"),
  segmentation: { ...defaultSegmentationOptions, splitStrength },
});

const answer = (nucleusDiameter: number): TilePreview => {
  const map = { width: 1, height: 1, labels: new Uint16Array(1), count: 0 };
  return { cellMap: map, nucleusMap: map, cellCount: 0, nucleusDiameter, estimatedDiameter: null };
};

/** Makes workers without threads. The test answers each request, or the next request answers it with null. */
function makeWorkers() {
  const asked: { strength: number; resolve: (preview: TilePreview | null) => void; reject: (error: Error) => void }[] =
    [];
  const terminated: number[] = [];
  let spawned = 0;
  let cancelled = 0;
  function spawn(): WorkerClient<ImagingApi> {
    const mine = ++spawned;
    let ended = false;
    const running: ((error: Error) => void)[] = [];
    return {
      api: {
        processTile: () => Promise.reject(new Error("The previewer asked for cells.")),
        previewTile: ({ segmentation }) =>
          new Promise((resolve, reject) => {
            running.push(reject);
            asked.push({ strength: segmentation.splitStrength, resolve, reject });
          }),
        cancelPreview: async () => {
          cancelled += 1;
        },
      },
      terminate: () => {
        ended = true;
        terminated.push(mine);
        const error = problemError({ tag: "Cancelled", subject: "Worker", message: "Ended.", remedy: "Again." });
        for (const reject of running) reject(error);
      },
      ended: () => ended,
    };
  }
  return { spawn, asked, terminated, spawned: () => spawned, cancelled: () => cancelled };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe("createTilePreviewer", () => {
  it("answers the newest request only, and sends it at once", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const [first, second, third] = [0.1, 0.2, 0.3].map((strength) => previewer.preview(request(strength)));
    expect(await first).toBeNull();
    expect(await second).toBeNull();
    expect(workers.asked.map(({ strength }) => strength)).toEqual([0.1, 0.2, 0.3]);
    workers.asked[2]?.resolve(answer(3));
    expect((await third)?.nucleusDiameter).toBe(3);
    expect(workers.spawned()).toBe(1);
  });

  it("answers null at once when nobody waits any more, cancels the preview, and keeps the worker", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const dropped = previewer.preview(request(0.1));
    previewer.supersede();
    expect(await dropped).toBeNull();
    expect(workers.cancelled()).toBe(1);
    const next = previewer.preview(request(0.2));
    workers.asked[1]?.resolve(answer(2));
    expect((await next)?.nucleusDiameter).toBe(2);
    expect([workers.spawned(), workers.terminated]).toEqual([1, []]);
  });

  it("sends a request to a new worker when an older request breaks the first worker", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    void previewer.preview(request(0.1));
    const newer = previewer.preview(request(0.2));
    workers.asked[0]?.reject(
      problemError({ tag: "SegmentationFailed", subject: "t", message: "No memory.", remedy: "Crop it." }),
    );
    await settle();
    expect(workers.asked.map(({ strength }) => strength)).toEqual([0.1, 0.2, 0.2]);
    workers.asked[2]?.resolve(answer(2));
    expect((await newer)?.nucleusDiameter).toBe(2);
    expect([workers.spawned(), workers.terminated]).toEqual([2, [1]]);
  });

  it("ends the worker when it is closed, and starts another for the next request", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const open = previewer.preview(request(0.1));
    previewer.close();
    expect(await open).toBeNull();
    expect(workers.terminated).toEqual([1]);
    const again = previewer.preview(request(0.2));
    await settle();
    workers.asked[1]?.resolve(answer(2));
    expect((await again)?.nucleusDiameter).toBe(2);
    expect(workers.spawned()).toBe(2);
  });

  it("passes on a failed segmentation and uses a new worker for the next request", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const failing = previewer.preview(request(0.1)).catch((error: unknown) => problemFrom(error, "?"));
    await settle();
    workers.asked[0]?.reject(
      problemError({ tag: "SegmentationFailed", subject: "t", message: "No memory.", remedy: "Crop it." }),
    );
    expect(await failing).toMatchObject({ tag: "SegmentationFailed", subject: "t" });
    const next = previewer.preview(request(0.2));
    await settle();
    workers.asked[1]?.resolve(answer(2));
    expect((await next)?.nucleusDiameter).toBe(2);
    expect([workers.spawned(), workers.terminated]).toEqual([2, [1]]);
  });
});
