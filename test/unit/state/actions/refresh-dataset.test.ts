import { beforeEach, describe, expect, it } from "vitest";
import type { DatasetSnapshot } from "../../../../src/domain/dataset/dataset-snapshot.ts";
import type { Problem } from "../../../../src/domain/errors.ts";
import { refreshDataset } from "../../../../src/state/actions/refresh-dataset.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { useRuns } from "../../../../src/state/stores/runs-store.ts";
import { nothingSelected, useSelection } from "../../../../src/state/stores/selection-store.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { putTiles } from "../../../../src/state/stores/tile-table.ts";
import { idleWork, useWork } from "../../../../src/state/stores/work-store.ts";
import { makeRun } from "../../../browser/ui/fakes/fake-run.ts";
import { type FakeServices, fakeServices } from "../../../browser/ui/fakes/fake-services.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";

const problem = (tag: Problem["tag"], subject: string): Problem => ({ tag, subject, message: "It.", remedy: "Do it." });
const [kept, changed, gone] = ["kept", "changed", "gone"].map((name) => makeRecord(name)) as [
  ReturnType<typeof makeRecord>,
  ReturnType<typeof makeRecord>,
  ReturnType<typeof makeRecord>,
];
const now = { ...changed, cellCount: 7 };
const added = makeRecord("added");
let services: FakeServices;

/** Sets what storage holds after the crash. `meanwhile` runs on the page before the answer comes. */
function store(snapshot: Partial<DatasetSnapshot>, meanwhile: () => void = () => {}): void {
  services = fakeServices({ snapshot });
  const { dataset } = services;
  const restore = async () => {
    const answer = await dataset.restore();
    meanwhile();
    return answer;
  };
  provideServices({ ...services, dataset: { ...dataset, restore } });
}

beforeEach(() => {
  useDataset.setState({ ...emptyDataset, ...putTiles(emptyDataset, [kept, changed, gone]), loaded: "ready" }, true);
  useWork.setState(idleWork, true);
  useSelection.setState({ ...nothingSelected, tileId: gone.id });
});

describe("refreshDataset", () => {
  it("shows tiles, problems and runs as they are stored", async () => {
    useDataset.setState({ problems: [problem("Unexpected", "The export"), problem("UnknownTile", "old.csv")] });
    const run = makeRun("stopped", 2);
    store({ tiles: [kept, now, added], problems: [problem("UnknownTile", "new.csv")], run, runs: [run] });
    await refreshDataset();
    const { tiles, order, problems } = useDataset.getState();
    expect(Object.keys(tiles).sort()).toEqual(["added", "changed", "kept"]);
    expect(tiles["changed"]?.cellCount).toBe(7);
    expect(tiles["kept"]).toBe(kept);
    expect(problems.map(({ subject }) => subject)).toEqual(["The export", "new.csv"]);
    expect(useRuns.getState().runs).toEqual([run]);
    expect(useSelection.getState().tileId).toBe(order[0]);
  });

  it("does not change tiles in the imaging pool, nor tiles that changed before the answer", async () => {
    useWork.setState({ stages: { changed: "segment" } });
    const newer = { ...kept, cellCount: 9 };
    store({ tiles: [{ ...kept, cellCount: 1 }, now] }, () => useDataset.setState((state) => putTiles(state, [newer])));
    await refreshDataset();
    const { tiles } = useDataset.getState();
    expect([tiles["changed"], tiles["kept"], tiles["gone"]]).toEqual([changed, newer, undefined]);
  });

  it("processes tiles that became queued without the page's knowledge", async () => {
    const queued = makeRecord("kept", { status: "queued", cellCount: 0 });
    store({ tiles: [queued, changed, gone] });
    await refreshDataset();
    await expect.poll(() => useDataset.getState().tiles["kept"]?.status).toBe("ready");
    expect(services.calls).toContain("process kept");
  });

  it("lists a problem when storage cannot be read", async () => {
    store({ tiles: [] }, () => {
      throw new Error("no storage");
    });
    await refreshDataset();
    expect(useDataset.getState().problems).toMatchObject([{ tag: "Unexpected", subject: "The data set" }]);
    expect(Object.keys(useDataset.getState().tiles)).toHaveLength(3);
  });
});
