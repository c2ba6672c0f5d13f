import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { agreementOf, type TileMask } from "../../../../src/domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../../../src/domain/dataset/tile-record.ts";
import { problemError } from "../../../../src/domain/errors.ts";
import { watchMasks } from "../../../../src/state/actions/compare-masks.ts";
import { maskedTiles } from "../../../../src/state/derive/masked-tiles.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { provideServices } from "../../../../src/state/stores/services.ts";
import { putTiles } from "../../../../src/state/stores/tile-table.ts";
import { fakeServices } from "../../../browser/ui/fakes/fake-services.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";

const fresh: TileMask = { cells: "a_cellmask.png", nuclei: null, agreement: null, problem: null, leftOut: null };
const figures = [agreementOf(0.5, 8, 1, 2), agreementOf(0.6, 7, 2, 3)];

let asked: string[] = [];
let answer: (record: TileRecord) => Promise<TileRecord | null>;
let end = () => {};

beforeEach(() => {
  asked = [];
  answer = async (record) => ({ ...record, mask: { ...fresh, agreement: figures } });
  const services = fakeServices();
  provideServices({
    ...services,
    dataset: {
      ...services.dataset,
      compareMask: async (id) => {
        asked.push(id);
        return answer(useDataset.getState().tiles[id]!);
      },
    },
  });
  useDataset.setState(emptyDataset, true);
  end = watchMasks();
});
afterEach(() => end());

function put(...records: readonly TileRecord[]): void {
  useDataset.setState((state) => putTiles(state, records));
}

/** Waits until all work is done. The fake services answer in microtasks. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

describe("comparing with masks", () => {
  it("compares each ready tile with a new mask once, one tile after the other", async () => {
    put(
      makeRecord("plain"),
      makeRecord("one", { mask: fresh }),
      makeRecord("two", { mask: fresh }),
      makeRecord("queued", { mask: fresh, status: "queued" }),
      makeRecord("nuclei", { mask: { ...fresh, cells: null, nuclei: "b" } }),
      makeRecord("its own", { mask: { ...fresh, leftOut: { pieces: 0, pixels: 0 } }, maskSource: "imported" }),
    );
    await settled();
    expect(asked).toEqual(["one", "two"]);
    expect(useDataset.getState().tiles["two"]?.mask?.agreement).toEqual(figures);
  });

  it("compares again when the cells have changed, and drops figures of cells that are gone", async () => {
    answer = async (record) => {
      // The tile is segmented again before the first answer comes.
      if (asked.length === 1) put({ ...record, cellCount: 99 });
      return { ...record, mask: { ...fresh, agreement: asked.length === 1 ? [] : figures } };
    };
    put(makeRecord("one", { mask: fresh }));
    await settled();
    expect(asked).toEqual(["one", "one"]);
    expect(useDataset.getState().tiles["one"]).toMatchObject({ cellCount: 99, mask: { agreement: figures } });
  });

  it("waits for the end of corrections", async () => {
    vi.useFakeTimers();
    const one = makeRecord("one", { mask: fresh, correctedCells: 1 });
    put(one);
    await vi.advanceTimersByTimeAsync(700);
    put({ ...one, correctedCells: 2 });
    await vi.advanceTimersByTimeAsync(700);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(900);
    expect(asked).toEqual(["one"]);
    expect(useDataset.getState().tiles["one"]).toMatchObject({ correctedCells: 2, mask: { agreement: figures } });
    vi.useRealTimers();
  });

  it("tries only once when a comparison gives no figures or fails", async () => {
    answer = async (record) => record;
    put(makeRecord("one", { mask: fresh }));
    await settled();
    answer = () =>
      Promise.reject(problemError({ tag: "StorageBroken", subject: "two", message: "Gone.", remedy: "Drop it." }));
    put(makeRecord("two", { mask: fresh }));
    await settled();
    expect(asked).toEqual(["one", "two"]);
    expect(useDataset.getState().problems.map(({ tag }) => tag)).toEqual(["StorageBroken"]);
  });
});

it("counts tiles with masks, and pools their figures", () => {
  const own = { ...fresh, leftOut: { pieces: 1, pixels: 5 } };
  const tiles = Object.fromEntries(
    [
      makeRecord("a", { mask: { ...fresh, agreement: figures } }),
      makeRecord("b", { mask: { ...fresh, agreement: figures } }),
      makeRecord("c", { mask: own, maskSource: "imported" }),
      makeRecord("d", { mask: null, maskSource: "imported" }),
      makeRecord("e", { mask: { ...fresh, cells: null } }),
    ].map((record) => [record.id, record]),
  );
  expect(maskedTiles(tiles)).toEqual({
    all: ["a", "b", "c"],
    imported: ["c"],
    takenOver: 2,
    compared: 2,
    pooled: [agreementOf(0.5, 16, 2, 4), agreementOf(0.6, 14, 4, 6)],
  });
});
