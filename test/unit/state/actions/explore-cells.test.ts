import { beforeEach, describe, expect, it } from "vitest";
import type { ReviewList } from "../../../../src/domain/cell/exploration.ts";
import { problemError } from "../../../../src/domain/errors.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import {
  cancelMap,
  computeFeatures,
  drawMap,
  goToCell,
  stopFeatures,
} from "../../../../src/state/actions/explore-cells.ts";
import { goToDisagreement, loadReview, reviewPlace, stepReview } from "../../../../src/state/actions/review-cells.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { embeddingMap, showMap } from "../../../../src/state/stores/embedding-map.ts";
import { unexplored, useExploration } from "../../../../src/state/stores/exploration-store.ts";
import { idleLearning, useLearning } from "../../../../src/state/stores/learning-store.ts";
import { nothingSelected, showTab, useSelection } from "../../../../src/state/stores/selection-store.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { putTiles } from "../../../../src/state/stores/tile-table.ts";
import { makeModel } from "../../../browser/ui/fakes/fake-run.ts";
import { type FakeServices, fakeServices } from "../../../browser/ui/fakes/fake-services.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";

const tiles = [makeRecord("tile-1", { cellCount: 20 }), makeRecord("tile-2", { cellCount: 20 })];
const exploration = () => useExploration.getState();
let services: FakeServices;

function start(changes: Partial<FakeServices> = {}, embedded = false): void {
  services = { ...fakeServices({ snapshot: { tiles, model: makeModel() }, embedded }), ...changes };
  provideServices(services);
}

beforeEach(() => {
  useDataset.setState({ ...emptyDataset, ...putTiles(emptyDataset, tiles), model: makeModel(), loaded: "ready" }, true);
  useExploration.setState(unexplored, true);
  useLearning.setState(idleLearning, true);
  useSelection.setState(nothingSelected, true);
  showMap(null, "");
  start();
});

describe("goToCell", () => {
  it("selects a cell of any tile, and the panel stays at its tab", () => {
    showTab("explore");
    goToCell({ tileId: tileId("tile-2"), number: 7 });
    expect(useSelection.getState()).toMatchObject({ tileId: "tile-2", cell: 7, tab: "explore" });
    goToCell({ tileId: tileId("gone"), number: 1 });
    expect(useSelection.getState()).toMatchObject({ tileId: "tile-2", cell: 7 });
  });
});

describe("computeFeatures", () => {
  it("reports its progress, then the number of cells with features", async () => {
    const seen: string[] = [];
    const unsubscribe = useExploration.subscribe(({ embedding }) => {
      if (embedding !== null) seen.push(`${embedding.done}/${embedding.of}`);
    });
    expect(await computeFeatures()).toBe(true);
    unsubscribe();
    expect(seen).toContain("1/2");
    expect(exploration()).toMatchObject({
      embedding: null,
      note: null,
      problem: null,
      coverage: { cells: 40, embedded: 40 },
    });
  });

  it("can be stopped, and says that what is done is kept", async () => {
    const computing = computeFeatures();
    await expect.poll(() => services.calls).toEqual(["embed"]);
    await stopFeatures();
    expect(await computing).toBe(false);
    expect(exploration().note).toMatch(/^Stopped: .*kept/);
  });

  it("does not start while the card is busy, and says so when training needed the card", async () => {
    useLearning.setState({ phase: "training" });
    expect(await computeFeatures()).toBe(false);
    expect(services.calls).toEqual([]);
    useLearning.setState({ phase: "idle" });
    start({
      learning: {
        ...services.learning,
        embed: async () => {
          useLearning.setState({ phase: "starting" });
          return false;
        },
      },
    });
    expect(await computeFeatures()).toBe(false);
    expect(exploration().note).toMatch(/needed for training/);
  });

  it("lists a failure as a problem", async () => {
    const failure = problemError({
      tag: "DeviceLost",
      subject: "Graphics device",
      message: "It is lost.",
      remedy: "Reload.",
    });
    start({ learning: { ...services.learning, embed: () => Promise.reject(failure) } });
    expect(await computeFeatures()).toBe(false);
    expect(exploration().problem?.tag).toBe("DeviceLost");
    expect(useDataset.getState().problems).toHaveLength(1);
  });
});

describe("drawMap", () => {
  it("computes the missing features first, and keeps the arrays out of the store", async () => {
    await drawMap();
    expect(services.calls).toEqual(["embed", "layOutMap"]);
    expect(exploration()).toMatchObject({ map: 1, mapping: null, mapOf: { cells: 40 } });
    expect(embeddingMap()?.numbers).toHaveLength(40);
    await drawMap();
    expect(services.calls).toEqual(["embed", "layOutMap", "layOutMap"]);
    expect(exploration().map).toBe(2);
  });

  it("keeps the earlier map when it is cancelled", async () => {
    await drawMap();
    const before = embeddingMap();
    const drawing = drawMap();
    cancelMap();
    await drawing;
    expect(exploration()).toMatchObject({ map: 1, mapping: null, problem: null });
    expect(embeddingMap()).toBe(before);
  });

  it("draws no map when the user stops the computation of features", async () => {
    const drawing = drawMap();
    await expect.poll(() => services.calls).toEqual(["embed"]);
    await stopFeatures();
    await drawing;
    expect(services.calls).toEqual(["embed", "cancelled embed"]);
    expect(exploration().map).toBe(0);
  });
});

describe("the review list", () => {
  const place = () => reviewPlace(exploration().review);

  it("can be visited row by row, stops at its ends, and remembers the rows that were seen", async () => {
    await loadReview(null);
    expect(exploration().review.list?.entries).toHaveLength(24);
    expect(place()).toBe(-1);
    stepReview(1);
    stepReview(1);
    expect(place()).toBe(1);
    const second = exploration().review.list?.entries[1];
    expect(useSelection.getState()).toMatchObject({ tileId: second?.tileId, cell: second?.number });
    stepReview(-1);
    stepReview(-1);
    expect(place()).toBe(0);
    expect(exploration().review.seen).toHaveLength(2);
    const last = exploration().review.list?.entries[23];
    if (last === undefined) throw new Error("There are 24.");
    goToDisagreement(last);
    stepReview(1);
    expect(place()).toBe(23);
  });

  it("shows the answer to the newest request, in whatever order the answers come", async () => {
    const answers: ((list: ReviewList) => void)[] = [];
    start({
      explorer: { ...services.explorer, listDisagreements: () => new Promise((resolve) => answers.push(resolve)) },
    });
    const loads = [loadReview(1), loadReview(2)];
    const list = (tilesSeen: number): ReviewList => ({ entries: [], of: 0, tiles: tilesSeen, outdated: 0 });
    answers[1]?.(list(2));
    answers[0]?.(list(1));
    await Promise.all(loads);
    expect(exploration().review).toMatchObject({ classIndex: 2, loading: false, list: { tiles: 2 } });
  });
});
