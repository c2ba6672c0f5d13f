import { describe, expect, it } from "vitest";
import { exportObstacle } from "../../../src/state/actions/export-results.ts";
import { secondsLeft } from "../../../src/state/derive/seconds-left.ts";
import { stepCell } from "../../../src/state/derive/step-cell.ts";
import { describePhase, tilePhase } from "../../../src/state/derive/tile-phase.ts";
import {
  changeChannel,
  defaultDisplay,
  displaysFor,
  toggleChannel,
  useDisplay,
} from "../../../src/state/stores/display-store.ts";
import { makeRecord } from "../../browser/ui/fakes/fake-tile.ts";

describe("secondsLeft", () => {
  it("uses the mean rate so far", () => {
    expect(secondsLeft(2, 10, 4000)).toBe(16);
    expect(secondsLeft(10, 10, 4000)).toBe(0);
  });

  it("is null before anything is done", () => {
    expect(secondsLeft(0, 10, 4000)).toBeNull();
    expect(secondsLeft(1, 0, 4000)).toBeNull();
  });
});

describe("stepCell", () => {
  it("goes round at the ends, and starts at an end", () => {
    expect(stepCell([1, 4, 9], 4, 1)).toBe(9);
    expect(stepCell([1, 4, 9], 9, 1)).toBe(1);
    expect(stepCell([1, 4, 9], 1, -1)).toBe(9);
    expect(stepCell([1, 4, 9], null, 1)).toBe(1);
    expect(stepCell([1, 4, 9], null, -1)).toBe(9);
    expect(stepCell([], 3, 1)).toBeNull();
  });
});

describe("tilePhase", () => {
  it("follows the imaging pool before the record", () => {
    expect(tilePhase(makeRecord("a"), "segment")).toBe("processing");
    expect(tilePhase(makeRecord("a"), "queued")).toBe("queued");
    expect(tilePhase(makeRecord("a", { status: "queued" }), undefined)).toBe("stopped");
    expect(tilePhase(makeRecord("a", { status: "failed" }), undefined)).toBe("failed");
  });

  it("is described in plain words", () => {
    expect(describePhase(makeRecord("a", { cellCount: 1 }), undefined)).toBe("1 cell");
    expect(describePhase(makeRecord("a", { cellCount: 1234 }), undefined)).toBe("1,234 cells");
    expect(describePhase(makeRecord("a", { cellCount: 0 }), undefined)).toBe("No cells found");
    expect(describePhase(makeRecord("a"), "decode")).toBe("Reading …");
  });
});

describe("displaysFor", () => {
  const automatic = { red: [1, 2], green: [3, 4], blue: [5, 6], yellow: [7, 8] } as const;

  it("uses the tile's contrast until the user chooses one, then the choice at any bit depth", () => {
    changeChannel("green", { contrast: [0.1, 0.5] });
    toggleChannel("blue");
    const displays = displaysFor(useDisplay.getState().channels, automatic, 255);
    expect(displays.red.contrast).toEqual([1, 2]);
    expect(displays.green.contrast).toEqual([25.5, 127.5]);
    expect(displays.blue.visible).toBe(!defaultDisplay.channels.blue.visible);
    expect(displaysFor(useDisplay.getState().channels, automatic, 65_535).green.contrast[1]).toBe(32_767.5);
    useDisplay.setState(defaultDisplay);
  });
});

describe("exportObstacle", () => {
  const counts = { all: 1, ready: 1, waiting: 0, failed: 0, cells: 3, learnable: 1 };
  const all = { predictions: true, stale: false, model: true, features: true, busy: false };

  it("says what is missing", () => {
    expect(exportObstacle("submission", counts, all)).toBeNull();
    expect(exportObstacle("submission", counts, { ...all, predictions: false })).toMatch(/predict first/);
    expect(exportObstacle("submission", counts, { ...all, stale: true })).toMatch(/predict again/);
    expect(exportObstacle("cells", counts, { ...all, predictions: false, model: false })).toBeNull();
    expect(exportObstacle("cells", { ...counts, ready: 0 }, all)).toMatch(/segmented/);
    expect(exportObstacle("label-maps", { ...counts, ready: 0 }, all)).toMatch(/segmented/);
    expect(exportObstacle("model", counts, { ...all, model: false })).toMatch(/Train/);
    expect(exportObstacle("model", { ...counts, ready: 0 }, all)).toBeNull();
    expect(exportObstacle("embeddings-npy", counts, all)).toBeNull();
    expect(exportObstacle("embeddings-csv", counts, { ...all, features: false })).toMatch(/Compute/);
    expect(exportObstacle("embeddings-npy", counts, { ...all, model: false })).toMatch(/Train/);
    expect(exportObstacle("cells", counts, { ...all, busy: true })).toMatch(/under way/);
  });
});
