import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import {
  adjust,
  closeAdjustment,
  discardDraft,
  isOutdated,
  openAdjustment,
  toggleBefore,
} from "../../../../src/state/actions/adjust-segmentation.ts";
import { applyToAll, applyToTile, followDataset } from "../../../../src/state/actions/apply-segmentation.ts";
import { cancelAllTiles } from "../../../../src/state/actions/process-tiles.ts";
import { diameterStatistics } from "../../../../src/state/derive/diameter-statistics.ts";
import { noAdjustment, useAdjustment } from "../../../../src/state/stores/adjustment-store.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { previewMaps } from "../../../../src/state/stores/preview-maps.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { putTiles } from "../../../../src/state/stores/tile-table.ts";
import { tileViews } from "../../../../src/state/stores/tile-views.ts";
import { idleWork, useWork } from "../../../../src/state/stores/work-store.ts";
import { type FakeServices, fakeServices } from "../../../browser/ui/fakes/fake-services.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";
import { never } from "../../../never.ts";

const [a, b, c] = [tileId("a"), tileId("b"), tileId("c")];
const own = { ...defaultSegmentationOptions, splitStrength: 0.9 };
const tiles = [
  makeRecord("a", { width: 64, height: 48 }),
  makeRecord("b", { width: 64, height: 48, addedAt: 1_700_000_000_001 }),
  makeRecord("c", { width: 64, height: 48, addedAt: 1_700_000_000_002, segmentation: own }),
];
let services: FakeServices;

/** How long each stage and each preview takes, in ms of the fake clock. */
const pace = 100;

beforeEach(() => {
  vi.useFakeTimers();
  services = fakeServices({ snapshot: { tiles }, pace });
  provideServices(services);
  useDataset.setState({ ...emptyDataset, ...putTiles(emptyDataset, tiles) }, true);
  useWork.setState(idleWork, true);
  useAdjustment.setState(noAdjustment, true);
  tileViews.clear();
});
afterEach(() => {
  closeAdjustment();
  vi.useRealTimers();
});

const state = () => useAdjustment.getState();
const previews = () => services.calls.filter((call) => call.startsWith("preview"));
const processed = () => services.calls.filter((call) => call.startsWith("process"));

/** Moves the fake clock on until no timer is left. */
const settle = () => vi.runAllTimersAsync();

async function openReady(id = a): Promise<void> {
  openAdjustment(id);
  await settle();
  expect(state().status).toBe("ready");
}

async function preview(splitStrength: number): Promise<void> {
  adjust({ splitStrength });
  await settle();
  expect(state().result).not.toBeNull();
}

/** Moves the fake clock on and waits for the work. */
async function finish(work: Promise<void>): Promise<void> {
  await settle();
  await work;
}

describe("a preview", () => {
  it("begins with a run that only prepares the worker and shows nothing", async () => {
    await openReady();
    expect(previews()).toEqual(["preview a 0.5"]);
    expect(state()).toMatchObject({ estimate: 44, result: null, draft: null });
  });

  it("starts when the slider rests, and only with the last value", async () => {
    await openReady();
    for (const splitStrength of [0.55, 0.6, 0.65, 0.7]) adjust({ splitStrength });
    await settle();
    expect(previews()).toEqual(["preview a 0.5", "preview a 0.7"]);
    expect(previewMaps(state().result)?.cellCount).toBe(state().result?.cells);
    expect(services.calls.some((call) => call.startsWith("saveOptions"))).toBe(false);
    expect(useDataset.getState().segmentation).toEqual(defaultSegmentationOptions);
  });

  it("is dropped at once when the user discards the changes while it is computed", async () => {
    await openReady();
    adjust({ splitStrength: 0.8 });
    await vi.advanceTimersByTimeAsync(pace);
    expect(state().status).toBe("working");
    discardDraft();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
    await settle();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
  });

  it("is dropped when the slider is back at its old value", async () => {
    await openReady();
    await preview(0.8);
    adjust({ splitStrength: 0.5 });
    expect(state()).toMatchObject({ draft: null, result: null });
  });

  it("can be switched to the stored outlines and back", async () => {
    await openReady();
    toggleBefore();
    expect(state().showBefore).toBe(false);
    await preview(0.8);
    toggleBefore();
    expect(state().showBefore).toBe(true);
    toggleBefore();
    expect(state().showBefore).toBe(false);
  });

  it("is dropped with its tile, but the draft moves along, except to a tile with its own settings", async () => {
    await openReady();
    await preview(0.8);
    const { result } = state();
    openAdjustment(b);
    expect(state().result).toBeNull();
    expect(previewMaps(result)).toBeNull();
    await settle();
    expect(state().result).not.toBeNull();
    expect(previews().at(-1)).toBe("preview b 0.8");
    openAdjustment(c);
    expect(state().draft).toBeNull();
    await settle();
    expect(previews().at(-1)).toBe("preview c 0.9");
  });

  it("is dropped when the panel is closed, and the worker ends", async () => {
    await openReady();
    await preview(0.8);
    closeAdjustment();
    expect(state()).toEqual(noAdjustment);
    expect(services.calls.at(-1)).toBe("close preview");
  });
});

describe("applying the draft", () => {
  it("to this tile gives the tile its own settings and does not change the data set's", async () => {
    await openReady();
    await preview(0.8);
    await finish(applyToTile(a));
    expect(processed()).toEqual(["process a own 0.8"]);
    expect(useDataset.getState().tiles["a"]?.segmentation).toEqual({
      ...defaultSegmentationOptions,
      splitStrength: 0.8,
    });
    expect(useDataset.getState().segmentation).toEqual(defaultSegmentationOptions);
    expect(state()).toMatchObject({ draft: null, result: null });
  });

  it("to this tile gives the tile no own settings when the draft equals the data set's", async () => {
    await openReady(c);
    adjust(defaultSegmentationOptions);
    await finish(applyToTile(c));
    expect(processed()).toEqual(["process c"]);
    expect(useDataset.getState().tiles["c"]?.segmentation).toBeNull();
  });

  it("to all tiles stores the data set's settings first, and tiles with their own settings keep them", async () => {
    await openReady();
    await preview(0.7);
    await finish(applyToAll(false));
    expect(services.calls.filter((call) => call.startsWith("saveOptions"))).toEqual(["saveOptions 0.7"]);
    expect(processed()).toEqual(["process a", "process b", "process c own 0.9"]);
    expect(useDataset.getState().segmentation.splitStrength).toBe(0.7);
    expect(state()).toMatchObject({ draft: null, result: null });
  });

  it("to all tiles removes the tiles' own settings on request", async () => {
    await openReady(b);
    await preview(0.7);
    await finish(applyToAll(true));
    expect(processed()).toEqual(["process b", "process a", "process c"]);
    expect(useDataset.getState().tiles["c"]?.segmentation).toBeNull();
  });

  it("leaves the tile as it was when it is cancelled, and keeps the draft", async () => {
    await openReady();
    await preview(0.8);
    let stages = 0;
    const { imaging } = services;
    provideServices({
      ...services,
      imaging: {
        ...imaging,
        process: (request, onStage, signal) => {
          const tell: typeof onStage = (stage) => {
            stages += 1;
            onStage(stage);
          };
          return imaging.process(request, tell, signal);
        },
      },
    });
    const applying = applyToTile(a);
    await vi.advanceTimersByTimeAsync(pace / 2);
    expect(stages).toBe(1);
    cancelAllTiles();
    await finish(applying);
    // The fake worker cannot be ended in the middle of a stage, but it begins no other stage.
    expect(stages).toBe(1);
    expect(useDataset.getState().tiles["a"]).toEqual(tiles[0]);
    expect(state().draft?.splitStrength).toBe(0.8);
    expect(state().result).not.toBeNull();
  });

  it("is undone by following the data set, which segments the tile with the data set's settings", async () => {
    await openReady(c);
    await finish(followDataset(c));
    expect(processed()).toEqual(["process c"]);
    expect(useDataset.getState().tiles["c"]?.segmentation).toBeNull();
  });

  it("converts a diameter in µm with each tile's pixel size", async () => {
    const sizes: (number | null)[] = [];
    const { imaging } = services;
    provideServices({
      ...services,
      imaging: {
        ...imaging,
        process: (request, onStage) => {
          sizes.push(request.segmentation.nucleusDiameter);
          return imaging.process(request, onStage, never);
        },
      },
    });
    useDataset.setState(
      putTiles(useDataset.getState(), [
        { ...makeRecord("a"), pixelSize: 0.08 },
        { ...makeRecord("b"), pixelSize: 0.16 },
        makeRecord("c"),
      ]),
    );
    openAdjustment(a);
    adjust({ nucleusMicrometres: 16 });
    await finish(applyToAll(false));
    expect(sizes).toEqual([200, 100, null]);
    useDataset.setState({ pixelSize: 0.2 });
    await finish(applyToAll(false));
    expect(sizes.slice(3)).toEqual([80, 80, 80]);
  });
});

describe("isOutdated", () => {
  it("is true for cells that were found with other settings than the tile has now", () => {
    const dataset = { segmentation: { ...defaultSegmentationOptions, nucleusMicrometres: 16 }, pixelSize: null };
    const used = { ...dataset.segmentation, nucleusDiameter: 200 };
    const record = makeRecord("a", { pixelSize: 0.08, segmentedWith: used });
    expect(isOutdated(record, dataset)).toBe(false);
    expect(isOutdated(record, { ...dataset, pixelSize: 0.1 })).toBe(true);
    expect(isOutdated({ ...record, segmentation: own }, dataset)).toBe(true);
    expect(isOutdated({ ...record, segmentation: own, segmentedWith: own }, dataset)).toBe(false);
    expect(isOutdated({ ...record, segmentedWith: null }, dataset)).toBe(false);
    expect(isOutdated({ ...record, segmentation: own, maskSource: "imported" }, dataset)).toBe(false);
  });
});

describe("diameterStatistics", () => {
  it("is the median of the estimated diameters", () => {
    const table = (...diameters: (number | null)[]) =>
      Object.fromEntries(diameters.map((estimatedDiameter, i) => [i, makeRecord(`${i}`, { estimatedDiameter })]));
    expect(diameterStatistics(table(30, null, 10, 20))).toEqual({ median: 20, tiles: 3 });
    expect(diameterStatistics(table(40, 20))).toEqual({ median: 30, tiles: 2 });
    expect(diameterStatistics(table(null))).toBeNull();
  });
});
