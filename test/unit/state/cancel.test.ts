import { beforeEach, describe, expect, it } from "vitest";
import { addSampleTiles, cancelSampleTiles } from "../../../src/state/add-files.ts";
import { emptyDataset, useDataset } from "../../../src/state/dataset-store.ts";
import { cancelExport, exportResults } from "../../../src/state/export-results.ts";
import { provideServices } from "../../../src/state/services.ts";
import { idleWork, useWork } from "../../../src/state/work-store.ts";
import { fakeServices } from "../../browser/ui/fake-services.ts";

beforeEach(() => {
  useDataset.setState(emptyDataset, true);
  useWork.setState(idleWork, true);
});

describe("a cancelled export", () => {
  it("saves nothing and leaves the way free for another", async () => {
    const services = fakeServices({ pace: 20 });
    provideServices(services);
    const saved: string[] = [];
    const first = exportResults("cells", ({ name }) => saved.push(name));
    expect(useWork.getState().exporting?.kind).toBe("cells");
    cancelExport();
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = exportResults("label-maps", ({ name }) => saved.push(name));
    await Promise.all([first, second]);
    expect(saved).toEqual(["label-maps.csv"]);
    expect(useWork.getState().exporting).toBeNull();
    expect(services.calls).toEqual(["exportFile cells", "exportFile label-maps"]);
  });
});

describe("cancelled sample tiles", () => {
  it("are not added", async () => {
    const services = fakeServices({ pace: 10 });
    provideServices(services);
    const adding = addSampleTiles();
    expect(useWork.getState().intake?.kind).toBe("samples");
    cancelSampleTiles();
    expect(await adding).toBe(false);
    expect(useWork.getState().intake).toBeNull();
    expect(services.calls).toEqual([]);
    expect(useDataset.getState().order).toEqual([]);
  });
});
