import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { keepDataset } from "../../../src/bridge/keep-dataset.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { addFiles } from "../../../src/state/actions/add-files.ts";
import { exportResults } from "../../../src/state/actions/export-results.ts";
import { knownSources, segmentAgain } from "../../../src/state/actions/process-tiles.ts";
import { refreshDataset } from "../../../src/state/actions/refresh-dataset.ts";
import { restoreDataset } from "../../../src/state/actions/restore-page.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { tileViews } from "../../../src/state/stores/tile-views.ts";
import { idleWork, useWork } from "../../../src/state/stores/work-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { addRun, loadRun } from "../../../src/storage/run-store.ts";
import { loadTileRow, putTileRows } from "../../../src/storage/tile-rows.ts";
import { never } from "../../never.ts";
import { makeRun } from "../ui/fakes/fake-run.ts";
import { fakeServices } from "../ui/fakes/fake-services.ts";
import { makeRecord } from "../ui/fakes/fake-tile.ts";
import { crashingDatasetWorkers } from "./crashing-workers.ts";
import { fileCount, type JourneyFiles, makeJourneyFiles, noFiles } from "./dataset-journey-files.ts";

/*
 * The page's own dataset worker crashes while the page works with it. Another worker takes over without a reload.
 * Storage and imaging workers are real. The tests are steps of one journey.
 */

const workers = crashingDatasetWorkers();
let replaced = 0;
let refreshed: Promise<void> = Promise.resolve();
const dataset = keepDataset({
  spawn: workers.spawn,
  sources: knownSources,
  onReplaced: () => {
    replaced += 1;
    refreshed = refreshDataset();
  },
}).api;
let { file, filesOf }: JourneyFiles = noFiles;
const tiles = () => useDataset.getState().tiles;
const [first, second, third] = ["sample-1", "sample-2", "sample-3"].map(tileId) as [
  ReturnType<typeof tileId>,
  ReturnType<typeof tileId>,
  ReturnType<typeof tileId>,
];

beforeAll(async () => {
  await clearStorage();
  ({ file, filesOf } = await makeJourneyFiles());
  useDataset.setState({ ...emptyDataset, crop: { ...defaultCropOptions, size: 32 } }, true);
  useWork.setState(idleWork, true);
  tileViews.clear();
  const { learning, previewer, explorer } = fakeServices();
  provideServices({ dataset, imaging: createImagingPool({ size: 1 }), previewer, learning, explorer });
});

afterAll(async () => {
  workers.end();
  await clearStorage();
});

/** Crashes the worker. Resolves when another worker has taken over and the page shows the stored data set. */
async function crash(): Promise<void> {
  const before = replaced;
  await workers.crash();
  await expect.poll(() => replaced).toBe(before + 1);
  await refreshed;
}

describe("a dataset worker that crashes before the data set was opened", () => {
  it("is replaced by a worker that opens the data set as at the page's start", async () => {
    await addRun({ ...makeRun("running", 1), id: "left-running" });
    const opening = dataset.restore();
    const outcome = expect(opening).rejects.toMatchObject({
      name: "Unexpected",
      message: expect.stringMatching(/^Opening the data set\nThe worker ended by itself before this was done/),
    });
    await workers.crash();
    await outcome;
    await restoreDataset();
    expect(useDataset.getState().loaded).toBe("ready");
    // The repair at the page's start has stopped the run.
    expect((await loadRun("left-running"))?.status).toBe("stopped");
    useDataset.setState({ crop: { ...defaultCropOptions, size: 32 } });
  });
});

describe("a dataset worker that crashes during an export", () => {
  it("is replaced: the export gives a problem, the next export works, and nothing waits for an answer", async () => {
    await addFiles([...filesOf("sample-1"), ...filesOf("sample-2", "red", "green", "blue"), file("train.csv")]);
    expect([tiles()[first]?.status, tiles()[second]?.status]).toEqual(["ready", "waiting"]);
    const saved: string[] = [];
    const exporting = exportResults("label-maps", ({ name }) => saved.push(name));
    const viewing = dataset.loadView(first).then(
      () => "shown",
      (error: Error) => error.message.split("\n")[0],
    );
    await crash();
    await exporting;
    expect(["shown", "Opening a tile"]).toContain(await viewing);
    expect(saved).toEqual([]);
    expect(useWork.getState()).toMatchObject({ exporting: null, intake: null, batch: null });
    expect(useDataset.getState().problems).toContainEqual({
      tag: "Unexpected",
      subject: "The export",
      message:
        "The worker ended by itself before this was done (Uncaught Error: out of nowhere). Another worker has taken its place.",
      remedy: "Try again: what was stored before is still there.",
    });
    await exportResults("label-maps", ({ name }) => saved.push(name));
    expect(saved).toEqual(["label-maps.zip"]);
  });

  it("has released its lock on the data set, and the new worker holds it", async () => {
    const { held = [] } = await navigator.locks.query();
    expect(held.filter(({ name }) => name === "cytotope-dataset")).toHaveLength(1);
  });
});

describe("a dataset worker that crashes while other workers are busy", () => {
  it("does not disturb a tile in the imaging pool, nor a run", async () => {
    await addRun({ ...makeRun("running", 1), id: "under-way" });
    const before = await fileCount();
    const segmenting = segmentAgain([first]);
    await expect.poll(() => useWork.getState().stages[first]).toMatch(/segment|measure|crop|store/);
    await crash();
    await segmenting;
    expect(tiles()[first]).toMatchObject({ status: "ready", problem: null });
    expect(await loadTileRow(first)).toMatchObject({ record: { status: "ready" } });
    expect(await fileCount()).toBe(before);
    expect((await dataset.loadView(first)).cells.length).toBe(tiles()[first]?.cellCount);
    expect((await loadRun("under-way"))?.status).toBe("running");
  });

  it("gets the files of waiting tiles from the page, so that a late channel completes them", async () => {
    expect(tiles()[second]).toMatchObject({ status: "waiting", missingChannels: ["yellow"] });
    expect(await addFiles(filesOf("sample-2", "yellow"))).toBe(true);
    expect(tiles()[second]).toMatchObject({ status: "ready", missingChannels: [], problem: null });
  });

  it("goes on with the stored corrections, so that the last step can be undone", async () => {
    const [cell] = (await dataset.loadView(first)).cells;
    const deleted = await dataset.correctCells(first, { kind: "delete", cells: [cell?.number ?? 0] });
    expect("refused" in deleted).toBe(false);
    await crash();
    const undone = await dataset.correctCells(first, { kind: "undo" });
    if ("refused" in undone) throw new Error(undone.refused);
    expect(undone.cells.map(({ number }) => number)).toEqual([cell?.number]);
  });

  it("gives a problem to tiles whose files are lost, also to tiles that the page does not know yet", async () => {
    // At the crash the worker had stored the record, but the page had no answer yet.
    const record = makeRecord("lost", { status: "queued", cellCount: 0 });
    await putTileRows([{ record, folder: null, generation: null }]);
    await crash();
    expect(tiles()["lost"]).toMatchObject({
      status: "failed",
      problem: {
        tag: "SourceGone",
        subject: "lost",
        message: "The files of tile lost were not read before the worker that held them ended.",
        remedy: "Drop them again.",
      },
    });
    expect(Object.keys(tiles()).sort()).toEqual(["lost", "sample-1", "sample-2"]);
  });

  it("ends the adding of files, and the files can be dropped again", async () => {
    const adding = addFiles(filesOf("sample-3"));
    await workers.crash();
    await adding;
    await expect.poll(() => useWork.getState().intake).toBeNull();
    await refreshed;
    if (tiles()[third]?.status !== "ready") expect(await addFiles(filesOf("sample-3"))).toBe(true);
    expect(tiles()[third]).toMatchObject({ status: "ready", problem: null });
    expect(await dataset.compareMask(third, never)).toMatchObject({ id: third });
    expect(defaultSegmentationOptions).toEqual(useDataset.getState().segmentation);
  });
});
