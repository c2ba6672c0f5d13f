import { describe, expect, it } from "vitest";
import { repairTile } from "../../../../src/pipeline/dataset/repair-tile.ts";
import { makeRecord, makeRow } from "../../../browser/storage/make-row.ts";

const rowOf = (status: "waiting" | "queued" | "processing" | "ready" | "failed", folder: string | null) =>
  makeRow("a", { record: makeRecord("a", { status }), folder, generation: null });

describe("repairTile", () => {
  it("does not change tiles that are done, or that can go on", () => {
    for (const row of [rowOf("ready", "f"), rowOf("failed", null), rowOf("queued", "f")])
      expect(repairTile(row)).toBe(row);
  });

  it("fails tiles whose files were never read", () => {
    for (const row of [rowOf("waiting", null), rowOf("queued", null), rowOf("processing", null)]) {
      expect(repairTile(row).record).toMatchObject({ status: "failed", problem: { tag: "SourceGone", subject: "a" } });
    }
  });

  it("starts an interrupted tile again, but not for ever", () => {
    let row = rowOf("processing", "f");
    for (const interruptions of [1, 2]) {
      row = repairTile(row);
      expect(row).toMatchObject({ record: { status: "queued", problem: null }, folder: "f", interruptions });
      row = { ...row, record: { ...row.record, status: "processing" } };
    }
    row = repairTile(row);
    expect(row.record).toMatchObject({ status: "failed", problem: { tag: "NeverFinished", subject: "a" } });
    // When the user starts the tile again, it has three new tries.
    expect(repairTile({ ...row, record: { ...row.record, status: "processing" } }).record.status).toBe("queued");
  });
});
