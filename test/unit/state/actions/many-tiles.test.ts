import { beforeEach, describe, expect, it } from "vitest";
import { addFiles } from "../../../../src/state/actions/add-files.ts";
import { cancelAllTiles } from "../../../../src/state/actions/process-tiles.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { countTiles } from "../../../../src/state/stores/tile-table.ts";
import { idleWork, useWork } from "../../../../src/state/stores/work-store.ts";
import { fakeServices } from "../../../browser/ui/fakes/fake-services.ts";

beforeEach(() => {
  useDataset.setState(emptyDataset, true);
  useWork.setState(idleWork, true);
});

const files = (count: number) => Array.from({ length: count }, (_, index) => new File(["x"], `tile-${index}`));

describe("a data set of the size of the whole Human Protein Atlas challenge", () => {
  it("changes the stores a few times per second, not a few times per tile", async () => {
    provideServices(fakeServices({}));
    let changes = 0;
    const unsubscribe = [useWork.subscribe(() => (changes += 1)), useDataset.subscribe(() => (changes += 1))];
    await addFiles(files(2000));
    for (const end of unsubscribe) end();
    expect(countTiles(useDataset.getState().tiles)).toMatchObject({ all: 2000, ready: 2000, cells: 40_000 });
    expect(useWork.getState()).toMatchObject({ stages: {}, batch: null });
    // Each tile has five stages and an end. The number of changes depends on the machine.
    expect(changes).toBeLessThan(1000);
  });

  it("is cancelled with a few changes of the stores, not with one per tile", async () => {
    provideServices(fakeServices({ pace: 20 }));
    const adding = addFiles(files(20_000));
    await expect.poll(() => useWork.getState().batch?.total).toBe(20_000);
    let changes = 0;
    const unsubscribe = [useWork.subscribe(() => (changes += 1)), useDataset.subscribe(() => (changes += 1))];
    cancelAllTiles();
    await adding;
    for (const end of unsubscribe) end();
    expect(useWork.getState()).toMatchObject({ stages: {}, batch: null });
    expect(countTiles(useDataset.getState().tiles)).toMatchObject({ all: 20_000, ready: 0 });
    // Each change takes time in proportion to the number of tiles. One change per tile would take minutes.
    expect(changes).toBeLessThan(2000);
  });
});
