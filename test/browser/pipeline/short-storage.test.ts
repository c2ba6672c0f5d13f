import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import { type TileSource, tileId } from "../../../src/domain/tile/tile.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";
import { estimateStorage } from "../../../src/storage/files/quota.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";
import { overrideQuota } from "../storage/override-quota.ts";

/** Bytes that Cytotope always leaves free. The tests import tiles when the browser has little room. */
const reserved = 8 * 2 ** 20;
const dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });
const id = tileId("sample-1");
let source: TileSource | null = null;

beforeAll(async () => {
  await clearStorage();
  const files = await makeSampleFiles(() => {}, {
    ...sampleDatasetOptions,
    tiles: 1,
    width: 320,
    height: 320,
    nucleusDiameter: 50,
  });
  await dataset.api.restore();
  source = (await dataset.api.addFiles(files, never)).sources.get(id) ?? null;
});

afterAll(async () => {
  await overrideQuota();
  dataset.terminate();
  await clearStorage();
});

async function leaveRoom(bytes: number): Promise<void> {
  await overrideQuota((await estimateStorage()).usedBytes + reserved + bytes);
}

function process(from: TileSource | null) {
  return pool.process(segmentRequest(id, { source: from }), () => {}, never);
}

async function storedFiles(): Promise<string[]> {
  const folders = await listFolder("tiles");
  return (await Promise.all(folders.map((folder) => listFolder(`tiles/${folder}`)))).flat();
}

describe("a tile that does not fit into storage", () => {
  it("fails before its pixels are written", async () => {
    await leaveRoom(100_000);
    expect(await process(source)).toMatchObject({ status: "failed", problem: { tag: "QuotaExceeded", subject: id } });
    expect(await storedFiles()).toEqual([]);
  });

  it("fails before its crops are written, and keeps its pixels", async () => {
    await leaveRoom(1_200_000);
    expect(await process(source)).toMatchObject({ status: "failed", problem: { tag: "QuotaExceeded", subject: id } });
    expect(await storedFiles()).toEqual(["pixels"]);
  });

  it("is segmented from its stored pixels once there is room", async () => {
    await overrideQuota();
    expect(await process(null)).toMatchObject({ status: "ready", problem: null });
    expect(await storedFiles()).toHaveLength(5);
  });

  it("keeps its cells when a second segmentation does not fit", async () => {
    const view = await dataset.api.loadView(id);
    await leaveRoom(100_000);
    const problem = await process(null).then(
      () => null,
      (error: unknown) => problemFrom(error, "?"),
    );
    expect(problem).toMatchObject({ tag: "QuotaExceeded", subject: id });
    expect(await dataset.api.loadView(id)).toEqual(view);
    expect(await storedFiles()).toHaveLength(5);
  });
});
