import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { adjust, discardDraft, openAdjustment } from "../../../src/state/actions/adjust-segmentation.ts";
import { applyToTile } from "../../../src/state/actions/apply-segmentation.ts";
import { cancelTile } from "../../../src/state/actions/process-tiles.ts";
import { useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { useDataset } from "../../../src/state/stores/dataset-store.ts";
import { previewMaps } from "../../../src/state/stores/preview-maps.ts";
import { useWork } from "../../../src/state/stores/work-store.ts";
import { addPreviewTile, openPreviewPage, preview, reachStage } from "./open-preview-page.ts";

/*
 * Tests the way from a slider to the label maps on the page, on a tile of 2048 px with real workers and real
 * storage.
 */

const { dataset, close } = openPreviewPage();
const state = () => useAdjustment.getState();
const tile = () => useDataset.getState().order[0] ?? tileId("no tile");

beforeAll(addPreviewTile);
afterAll(close);

/** Applies the draft, and expects that the stored cells equal the preview. */
async function expectApplied() {
  const shown = previewMaps(state().result);
  if (shown === null) throw new Error("The preview has no maps.");
  await applyToTile(tile());
  const view = await dataset.api.loadView(tile());
  for (const [stored, previewed] of [
    [view.cellMap, shown.cellMap],
    [view.nucleusMap, shown.nucleusMap],
  ] as const) {
    expect(stored.count).toBe(previewed.count);
    expect(stored.labels.every((label, pixel) => label === previewed.labels[pixel])).toBe(true);
  }
  expect(view.record.cellCount).toBe(shown.cellCount);
  return view;
}

describe("a preview of a 2048 px tile", () => {
  it("is on the page after each move of a slider, and shows the effect", async () => {
    openAdjustment(tile());
    await expect.poll(() => state().status).toBe("ready");
    const stored = useDataset.getState().tiles[tile()]?.cellCount ?? 0;
    const changes: Partial<SegmentationOptions>[] = [
      { borderCells: "drop" },
      { cellSensitivity: 0.7 },
      { smallestArea: 0.3 },
      { splitStrength: 0.9 },
      { nucleusSensitivity: 0.4 },
      { nucleusDiameter: 180 },
    ];
    const counts: number[] = [];
    for (const change of changes) {
      await preview(change);
      expect(state().draft).toMatchObject(change);
      expect(previewMaps(state().result)?.cellCount).toBe(state().result?.cells);
      counts.push(state().result?.cells ?? 0);
    }
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(counts[0]).toBeLessThan(stored);
    expect(state().result?.nucleusDiameter).toBe(180);
  });

  it("is given up when a newer one is requested", async () => {
    const shown: (number | undefined)[] = [];
    const unsubscribe = useAdjustment.subscribe(({ result }) => shown.push(result?.nucleusDiameter));
    // This one takes seconds, because it works at full resolution and finds hundreds of parts.
    adjust({ nucleusDiameter: 8 });
    await expect.poll(() => state().status).toBe("working");
    await preview({ nucleusDiameter: 200 });
    expect(state().result?.nucleusDiameter).toBe(200);
    // After another request to the worker, a late result of the slow request would have come.
    await preview({ nucleusDiameter: 210 });
    unsubscribe();
    expect(shown).not.toContain(8);
    discardDraft();
  });

  it("equals the stored cells bit by bit after it is applied", async () => {
    await preview({ cellSensitivity: 0.65, borderCells: "keep", nucleusDiameter: null, splitStrength: 0.4 });
    const { record } = await expectApplied();
    expect(record.segmentation).toMatchObject({ cellSensitivity: 0.65, splitStrength: 0.4 });
    expect(state()).toMatchObject({ draft: null, result: null });
  });

  it("keeps cells that were corrected by hand, as applying does", async () => {
    const [from, to] = [900, 1200];
    const drawn = await dataset.api.correctCells(tile(), {
      kind: "draw",
      outline: [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
      ],
      overNeighbours: true,
    });
    if ("refused" in drawn) throw new Error(drawn.refused);
    const [number] = drawn.cells.filter(({ area }) => area > 80_000).map((cell) => cell.number);
    await preview({ splitStrength: 0.6, smallestArea: 0.3 });
    const middle = 1050 * 2048 + 1050;
    expect(previewMaps(state().result)?.cellMap.labels[middle]).toBe(number);
    const { cellMap, cells, record } = await expectApplied();
    expect(cellMap.labels[middle]).toBe(number);
    expect([cells.length, record.correctedCells > 0]).toEqual([record.cellCount, true]);
  });

  it("is dropped at once when the user discards the changes, also while it is computed", async () => {
    adjust({ cellSensitivity: 0.9 });
    await expect.poll(() => state().status).toBe("working");
    discardDraft();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
    const shown: unknown[] = [];
    const unsubscribe = useAdjustment.subscribe(({ result }) => shown.push(result));
    // After the answer of a later request, a late result of the discarded one would have come.
    await preview({ splitStrength: 0.7 });
    unsubscribe();
    expect(shown.filter((result) => result !== null)).toEqual([state().result]);
    discardDraft();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
  });
});

describe("a cancelled segmentation with the draft", () => {
  it("leaves the tile as it was, and the preview stays", async () => {
    const before = await dataset.api.loadView(tile());
    await preview({ splitStrength: 0.9 });
    const applying = applyToTile(tile());
    await reachStage(tile(), "segment");
    cancelTile(tile());
    await applying;
    expect(useWork.getState().batch).toBeNull();
    expect(useDataset.getState().tiles[tile()]).toEqual(before.record);
    expect(state().result).not.toBeNull();
    const after = await dataset.api.loadView(tile());
    expect(after.record).toEqual(before.record);
    expect(after.cells).toEqual(before.cells);
    expect(after.cellMap.labels.every((label, pixel) => label === before.cellMap.labels[pixel])).toBe(true);
  });
});
