import { describe, expect, it } from "vitest";
import type { ImagingApi } from "../../../src/bridge/contracts.ts";
import { createTilePreviewer } from "../../../src/bridge/tile-previewer.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import { problemError, problemFrom } from "../../../src/domain/errors.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import type { PreviewRequest, TilePreview } from "../../../src/domain/tile/tile-preview.ts";
import { never } from "../../never.ts";
import { fakeWorkers } from "./fake-workers.ts";

const request = (splitStrength: number): PreviewRequest => ({
  tileId: tileId("t"),
  segmentation: { ...defaultSegmentationOptions, splitStrength },
});

const answer = (nucleusDiameter: number): TilePreview => {
  const map = { width: 1, height: 1, labels: new Uint16Array(1), count: 0 };
  return { cellMap: map, nucleusMap: map, cellCount: 0, nucleusDiameter, estimatedDiameter: null };
};

/** Makes workers without threads. The test answers each request. */
function makeWorkers() {
  const asked: {
    strength: number;
    signal: AbortSignal;
    resolve: (preview: TilePreview) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const workers = fakeWorkers<ImagingApi>(() => ({
    processTile: () => Promise.reject(new Error("The previewer asked for cells.")),
    previewTile: ({ segmentation }, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ strength: segmentation.splitStrength, signal, resolve, reject });
      }),
  }));
  return { ...workers, asked };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function tagOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "resolved",
    (error: unknown) => `${problemFrom(error, "?").tag} ${problemFrom(error, "?").subject}`,
  );
}

describe("createTilePreviewer", () => {
  it("sends each request at once with its own signal, to one worker", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const cancel = new AbortController();
    const dropped = tagOf(previewer.preview(request(0.1), cancel.signal));
    await settle();
    cancel.abort(cancelled("The preview"));
    const wanted = previewer.preview(request(0.2), never);
    await settle();
    expect(workers.asked.map(({ strength, signal }) => [strength, signal.aborted])).toEqual([
      [0.1, true],
      [0.2, false],
    ]);
    // The worker ends the cancelled preview at its next stage.
    workers.asked[0]?.reject(workers.asked[0].signal.reason);
    expect(await dropped).toBe("Cancelled The preview");
    workers.asked[1]?.resolve(answer(2));
    expect((await wanted).nucleusDiameter).toBe(2);
    expect([workers.spawned(), workers.terminated()]).toEqual([1, 0]);
  });

  it("sends a request to a new worker when an older request breaks the first worker", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const older = tagOf(previewer.preview(request(0.1), never));
    const newer = previewer.preview(request(0.2), never);
    await settle();
    workers.asked[0]?.reject(
      problemError({ tag: "SegmentationFailed", subject: "t", message: "No memory.", remedy: "Crop it." }),
    );
    expect(await older).toBe("SegmentationFailed t");
    await settle();
    expect(workers.asked.map(({ strength }) => strength)).toEqual([0.1, 0.2, 0.2]);
    workers.asked[2]?.resolve(answer(2));
    expect((await newer).nucleusDiameter).toBe(2);
    expect([workers.spawned(), workers.terminated()]).toEqual([2, 1]);
  });

  it("ends the worker when it is closed, and starts another one for the next request", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const open = tagOf(previewer.preview(request(0.1), never));
    await settle();
    previewer.close();
    expect(await open).toBe("Cancelled The preview");
    expect(workers.terminated()).toBe(1);
    const again = previewer.preview(request(0.2), never);
    await settle();
    workers.asked[1]?.resolve(answer(2));
    expect((await again).nucleusDiameter).toBe(2);
    expect(workers.spawned()).toBe(2);
  });

  it("names the tile when the worker dies, and starts another worker", async () => {
    const workers = makeWorkers();
    const previewer = createTilePreviewer(workers.spawn);
    const asked = tagOf(previewer.preview(request(0.1), never));
    await settle();
    workers.crash("out of memory");
    expect(await asked).toBe("Unexpected t");
    const again = previewer.preview(request(0.2), never);
    await settle();
    workers.asked[1]?.resolve(answer(2));
    expect((await again).nucleusDiameter).toBe(2);
  });
});
