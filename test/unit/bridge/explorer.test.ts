import { describe, expect, it } from "vitest";
import type { ExplorationApi } from "../../../src/bridge/contracts.ts";
import { createExplorer } from "../../../src/bridge/explorer.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import { never } from "../../never.ts";
import { fakeWorkers } from "./fake-workers.ts";

/** Makes workers that answer the count at once. They answer nothing else, and never finish a map. */
const makeWorkers = () =>
  fakeWorkers<ExplorationApi>(() => ({
    countEmbedded: async () => ({ cells: 3, embedded: 2 }),
    findNeighbours: () => new Promise(() => {}),
    listDisagreements: () => new Promise(() => {}),
    layOutMap: (onProgress) => {
      onProgress({ stage: "read", share: 0 });
      return new Promise(() => {});
    },
  }));

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => problemFrom(error, "?"),
  );

describe("createExplorer", () => {
  it("sends all questions to one worker, and to another one when the first has died", async () => {
    const workers = makeWorkers();
    const explorer = createExplorer(workers.spawn);
    expect(await explorer.countEmbedded(never)).toEqual({ cells: 3, embedded: 2 });
    const asked = problemOf(explorer.listDisagreements(null, never));
    await Promise.resolve();
    workers.crash("out of memory");
    expect(await asked).toMatchObject({ tag: "Unexpected", subject: "Listing cells to review" });
    expect(await explorer.countEmbedded(never)).toEqual({ cells: 3, embedded: 2 });
    expect(workers.spawned()).toBe(2);
  });

  it("ends only the worker of the map when a map is cancelled", async () => {
    const workers = makeWorkers();
    const explorer = createExplorer(workers.spawn);
    await explorer.countEmbedded(never);
    const controller = new AbortController();
    const stages: string[] = [];
    const map = problemOf(explorer.layOutMap(({ stage }) => stages.push(stage), controller.signal));
    controller.abort(cancelled("The map"));
    expect(await map).toMatchObject({ tag: "Cancelled", subject: "The map" });
    expect(stages).toEqual(["read"]);
    expect([workers.spawned(), workers.terminated()]).toEqual([2, 1]);
    expect(await explorer.countEmbedded(never)).toEqual({ cells: 3, embedded: 2 });
    expect(workers.spawned()).toBe(2);
  });

  it("leaves no worker behind when a map is cancelled before it begins", async () => {
    const workers = makeWorkers();
    const signal = AbortSignal.abort(cancelled("The map"));
    expect(await problemOf(createExplorer(workers.spawn).layOutMap(() => {}, signal))).toMatchObject({
      tag: "Cancelled",
    });
    expect(workers.spawned() - workers.terminated()).toBe(0);
  });
});
