import { proxy } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import type { ExportKind } from "../../../src/domain/dataset/export-kind.ts";
import { defaultPredictionOptions } from "../../../src/domain/localisation/localisation.ts";
import { openBackend } from "../../../src/learning/backend/backend.ts";
import { predictSamples } from "../../../src/pipeline/prediction/predict-samples.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import keptCells from "../../golden/sample-results/cells.csv?raw";
import keptMaps from "../../golden/sample-results/label-maps.json?raw";
import keptSubmission from "../../golden/sample-results/submission.csv?raw";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";

/*
 * The starter model predicts the first sample tiles on the processor, and the real workers export the results from
 * real storage. The exported bytes must equal the files in `test/golden/sample-results`. A change that is not
 * meant to change results must leave this test green. A change that is meant to change them writes the files
 * again, and its commit says why:
 *
 *   VITE_WRITE_GOLDEN=1 npx vitest run --project browser same-results
 */

const folder = "test/golden/sample-results";
const dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 2 });
const quiet = proxy(() => {});

beforeAll(async () => {
  await clearStorage();
  await dataset.api.restore();
  const files = await dataset.api.makeSampleFiles({ count: 3 }, quiet, never);
  const { tiles, sources } = await dataset.api.addFiles(files, never);
  await Promise.all(
    tiles.map(({ id }) => pool.process(segmentRequest(id, { source: sources.get(id) ?? null }), () => {}, never)),
  );
  const backend = await openBackend("cpu");
  const run = { options: defaultPredictionOptions, backend, onProgress: () => {}, signal: never };
  expect(await predictSamples("/starter-model.safetensors", run)).toBe(tiles.length);
  await backend.close();
});

afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

async function exported(kind: ExportKind): Promise<Blob> {
  return (await dataset.api.exportFile(kind, defaultPredictionOptions, quiet, never)).file;
}

async function hexadecimalDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Expects the text to equal the kept file. With `VITE_WRITE_GOLDEN` it writes the file instead. */
async function expectKept(name: string, text: string, kept: string): Promise<void> {
  if (import.meta.env["VITE_WRITE_GOLDEN"]) await commands.writeFile(`${folder}/${name}`, text);
  // The comparison is line by line, so that a failure shows the first row that differs.
  else expect(text.split("\n")).toEqual(kept.split("\n"));
}

describe("results of the sample tiles", () => {
  it("have the same cells.csv", async () => {
    await expectKept("cells.csv", await (await exported("cells")).text(), keptCells);
  });

  it("have the same submission.csv", async () => {
    await expectKept("submission.csv", await (await exported("submission")).text(), keptSubmission);
  });

  it("have the same label maps", async () => {
    const { unzipSync } = await import("fflate");
    const entries = unzipSync(new Uint8Array(await (await exported("label-maps")).arrayBuffer()));
    const digests: Record<string, string> = {};
    for (const name of Object.keys(entries).sort()) {
      digests[name] = await hexadecimalDigest(entries[name]!);
    }
    expect(Object.keys(digests)).toHaveLength(6);
    await expectKept("label-maps.json", `${JSON.stringify(digests, null, 2)}\n`, keptMaps);
  });
});
