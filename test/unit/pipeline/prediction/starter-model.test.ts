import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { cancelled } from "../../../../src/domain/cancel.ts";
import { hasTag } from "../../../../src/domain/errors.ts";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { starterModelFile, starterModelId } from "../../../../src/domain/training/starter-model.ts";
import { meanAveragePrecision } from "../../../../src/evaluation/class-metrics.ts";
import { openBackend } from "../../../../src/learning/backend/backend.ts";
import { checkModelFits } from "../../../../src/pipeline/models/model-fit.ts";
import { loadStarterModel } from "../../../../src/pipeline/prediction/load-starter-model.ts";
import { generateSampleTile, sampleDatasetOptions } from "../../../../src/sample/sample-dataset.ts";
import { judgeModel } from "../../../experiment/judge-model.ts";
import { cutStarterCells } from "../../../experiment/starter-tiles.ts";
import { never } from "../../../never.ts";

const bytes = readFileSync(new URL(`../../../../public/${starterModelFile}`, import.meta.url));

/** Makes `fetch` answer with `body`. */
function serve(body: Uint8Array<ArrayBuffer>, status = 200): void {
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
}

afterEach(() => vi.unstubAllGlobals());

it("is small, has the right manifest, and fits the page's sample tiles", async () => {
  expect(bytes.length).toBeLessThanOrEqual(1_000_000);
  serve(new Uint8Array(bytes));
  const { manifest } = await loadStarterModel("https://page.example/starter-model.safetensors", never);
  expect(manifest).toMatchObject({ id: starterModelId, backbone: "tiny", inputSize: 56 });
  expect(() => checkModelFits(manifest, { cropOptions: defaultCropOptions, classes: hpaClasses })).not.toThrow();
});

it("distinguishes the classes of sample tiles that it has not seen", async () => {
  serve(new Uint8Array(bytes));
  const model = await loadStarterModel("https://page.example/starter-model.safetensors", never);
  const backend = await openBackend("cpu");
  const { cells, crops } = cutStarterCells(
    [0, 1].map((index) => generateSampleTile(sampleDatasetOptions, index)),
    "page",
  );
  const figures = await judgeModel(model, cells, crops, backend);
  backend.close();
  const own = meanAveragePrecision(figures.filter(({ positives }) => positives > 0)) ?? 0;
  const byChance = figures.filter(({ positives }) => positives > 0).map(({ positives }) => positives / cells.length);
  console.log(`starter model on two of the page's tiles: mAP ${own.toFixed(3)}`);
  expect(own).toBeGreaterThan(0.5);
  expect(own).toBeGreaterThan(byChance.reduce((sum, share) => sum + share, 0) / byChance.length + 0.15);
});

it("gives a problem when its file is missing or is another file", async () => {
  serve(new Uint8Array(0), 404);
  const missing = await loadStarterModel("https://page.example/x", never).catch((error: unknown) => error);
  expect(hasTag(missing, "StorageBroken")).toBe(true);
  serve(new TextEncoder().encode("<!doctype html>"));
  await expect(loadStarterModel("https://page.example/x", never)).rejects.toThrow();
});

it("gives the same problem when the connection breaks off in the middle of the file", async () => {
  const body = new ReadableStream({
    pull: (controller) => controller.error(new TypeError("network error")),
  });
  vi.stubGlobal("fetch", async () => new Response(body));
  const broken = await loadStarterModel("https://page.example/x", never).catch((error: unknown) => error);
  expect(hasTag(broken, "StorageBroken")).toBe(true);
});

it("ends its fetch when it is cancelled", async () => {
  const controller = new AbortController();
  vi.stubGlobal(
    "fetch",
    (_: string, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const loading = loadStarterModel("https://page.example/x", controller.signal).catch((error: unknown) => error);
  controller.abort(cancelled("Prediction"));
  expect(hasTag(await loading, "Cancelled")).toBe(true);
});
