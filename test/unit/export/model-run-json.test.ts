import { describe, expect, it } from "vitest";
import { modelRunJson } from "../../../src/export/model-run-json.ts";
import { makeModel, makeRun } from "../../browser/ui/fakes/fake-run.ts";

describe("modelRunJson", () => {
  const now = new Date("2026-02-03T04:05:06Z");

  it("has everything that is needed to train the model again, and the figures of the training", () => {
    const run = { ...makeRun("finished", 10), notes: "for the paper" };
    const account = JSON.parse(modelRunJson(makeModel(), run, now));
    expect(account).toMatchObject({ format: "cytotope-model-run-1", createdAt: "2026-02-03T04:05:06.000Z" });
    expect(account.model).toEqual(JSON.parse(JSON.stringify(makeModel())));
    expect(Object.keys(account.model)).toEqual(
      expect.arrayContaining(["classes", "channels", "crop", "normalisation", "options", "metrics", "provenance"]),
    );
    expect(Object.keys(account.model.provenance)).toEqual(
      expect.arrayContaining(["versions", "backend", "fingerprint", "trainingTiles", "validationTiles"]),
    );
    expect(account.model.options.seed).toBe(run.options.seed);
    expect(account.run).toMatchObject({ notes: "for the paper", startedAt: run.startedAt });
    expect(account.run.epochs).toHaveLength(10);
  });

  it("has no run when the run was deleted", () => {
    expect(JSON.parse(modelRunJson(makeModel(), null, now)).run).toBeNull();
  });
});
