import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addFiles, addSampleTiles, cancelIntake, gatherAndAdd } from "../../../../src/state/actions/add-files.ts";
import { clearDataset } from "../../../../src/state/actions/clear-dataset.ts";
import { cancelExport, exportResults } from "../../../../src/state/actions/export-results.ts";
import { fetchWeightsFrom } from "../../../../src/state/actions/manage-weights.ts";
import { useAutomatic } from "../../../../src/state/actions/sample-journey.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { idleWork, useWork } from "../../../../src/state/stores/work-store.ts";
import { fakeServices } from "../../../browser/ui/fakes/fake-services.ts";

beforeEach(() => {
  useDataset.setState(emptyDataset, true);
  useWork.setState(idleWork, true);
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a cancelled export", () => {
  it("saves nothing, and the next export starts when the worker has ended the first", async () => {
    const services = fakeServices({ pace: 20 });
    provideServices(services);
    const saved: string[] = [];
    const first = exportResults("cells", ({ name }) => saved.push(name));
    await expect.poll(() => useWork.getState().exporting).toMatchObject({ kind: "cells", done: 1, of: 2 });
    cancelExport();
    expect(useWork.getState().exporting).toBeNull();
    const second = exportResults("label-maps", ({ name }) => saved.push(name));
    await Promise.all([first, second]);
    expect(saved).toEqual(["label-maps.csv"]);
    expect(useWork.getState().exporting).toBeNull();
    expect(services.calls).toEqual(["exportFile cells", "cancelled exportFile", "exportFile label-maps"]);
  });
});

describe("cancelled sample tiles", () => {
  it("are not added", async () => {
    const services = fakeServices({ pace: 10 });
    provideServices(services);
    const adding = addSampleTiles();
    expect(useWork.getState().intake?.kind).toBe("samples");
    cancelIntake();
    expect(await adding).toBe(false);
    expect(useWork.getState().intake).toBeNull();
    expect(services.calls).toEqual([]);
    expect(useDataset.getState().order).toEqual([]);
  });
});

describe("a cancelled drop", () => {
  it("ends the walk through the dropped folders", async () => {
    const services = fakeServices({});
    provideServices(services);
    const adding = gatherAndAdd(async (onFound, signal) => {
      onFound(300);
      expect(useWork.getState().intake).toMatchObject({ kind: "files", done: 300 });
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return [new File(["x"], "half-found")];
    });
    cancelIntake();
    expect(await adding).toBe(false);
    expect(services.calls).toEqual([]);
    expect(useWork.getState().intake).toBeNull();
  });

  it("removes only the tiles that the worker had stored for it", async () => {
    vi.useFakeTimers();
    const services = fakeServices({ pace: 60 });
    provideServices(services);
    const kept = addFiles([new File(["x"], "kept")]);
    await vi.runAllTimersAsync();
    expect(await kept).toBe(true);
    services.calls.length = 0;
    const adding = addFiles([new File(["x"], "new-1"), new File(["x"], "kept")]);
    await vi.advanceTimersByTimeAsync(30);
    expect(services.calls).toHaveLength(1);
    cancelIntake();
    await vi.runAllTimersAsync();
    expect(await adding).toBe(false);
    expect(services.calls.slice(0, 2)).toEqual(["addFiles new-1 kept", "removeTiles new-1"]);
    expect(useDataset.getState().order).toEqual(["kept"]);
  });

  it("does not cancel an earlier drop that is still being added", async () => {
    provideServices(fakeServices({ pace: 5 }));
    const first = addFiles([new File(["x"], "a")]);
    const second = addFiles([new File(["x"], "b")]);
    cancelIntake();
    expect(await Promise.all([first, second])).toEqual([true, false]);
    expect(useDataset.getState().order).toEqual(["a"]);
  });

  it("leaves an earlier drop on the page, where it can be cancelled too", async () => {
    vi.useFakeTimers();
    provideServices(fakeServices({ pace: 60 }));
    const first = addFiles([new File(["x"], "a"), new File(["x"], "b")]);
    const second = addFiles([new File(["x"], "c")]);
    await vi.advanceTimersByTimeAsync(30);
    expect(useWork.getState().intake?.done).toBe(1);
    cancelIntake();
    expect(useWork.getState().intake?.done).toBe(2);
    cancelIntake();
    expect(useWork.getState().intake).toBeNull();
    await vi.runAllTimersAsync();
    expect(await Promise.all([first, second])).toEqual([false, false]);
    expect(useDataset.getState().order).toEqual([]);
  });
});

describe("clearDataset", () => {
  it("first ends all work, so that nothing comes back afterwards", async () => {
    const services = fakeServices({ held: ["sample files", "export", "fetch weights"] });
    provideServices(services);
    useAutomatic.setState(true, true);
    const working = [
      addSampleTiles(),
      exportResults("cells", () => expect.unreachable("a cancelled export was saved")),
      fetchWeightsFrom("https://weights.example/a.safetensors"),
    ];
    await expect.poll(() => useWork.getState().exporting).not.toBeNull();
    await clearDataset();
    await Promise.all(working);
    expect(services.calls.at(-1)).toBe("clear");
    expect(useWork.getState()).toMatchObject({ intake: null, exporting: null });
    expect(useAutomatic.getState()).toBe(false);
    expect(useDataset.getState()).toMatchObject({ order: [], problems: [] });
  });
});
