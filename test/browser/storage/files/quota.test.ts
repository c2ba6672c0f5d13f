import { wrap } from "comlink";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { listFolder, readFile } from "../../../../src/storage/files/private-files.ts";
import { estimateStorage, roomFor } from "../../../../src/storage/files/quota.ts";
import { writeFile } from "../../../../src/storage/files/write-private-file.ts";
import { overrideQuota } from "../override-quota.ts";
import type { StorageApi } from "../storage.worker.ts";

const worker = new Worker(new URL("../storage.worker.ts", import.meta.url), { type: "module" });
const inWorker = wrap<StorageApi>(worker);

beforeEach(clearStorage);
afterAll(() => worker.terminate());
afterEach(() => overrideQuota());

describe("storage that is nearly full", () => {
  it("is reported before anything is written", async () => {
    const { usedBytes } = await estimateStorage();
    await overrideQuota(usedBytes + 20 * 2 ** 20);
    await inWorker.roomFor(5 * 2 ** 20);
    const before = (await estimateStorage()).usedBytes;
    await expect(inWorker.roomFor(15 * 2 ** 20)).rejects.toMatchObject({
      name: "QuotaExceeded",
      message: expect.stringMatching(/^tile 1\nStoring this needs 24 MB, more than the browser has left for Cytotope/),
    });
    expect(await listFolder("")).toEqual([]);
    expect((await estimateStorage()).usedBytes).toBe(before);
  });

  it("is recognised by the estimate when the browser gives a right one", async () => {
    await expect(roomFor(1e15, "tile 1")).rejects.toMatchObject({ name: "QuotaExceeded" });
  });

  it.each(["a window", "a worker"])(
    "ends a write in %s, keeps the old file, and leaves no incomplete file",
    async (thread) => {
      const worker = new Worker(new URL("../storage.worker.ts", import.meta.url), { type: "module" });
      const inWorker = wrap<StorageApi>(worker);
      await writeFile("a/b", [new Uint8Array([7])], "tile 1");
      await overrideQuota((await estimateStorage()).usedBytes + 2 ** 20);
      const big = new Uint8Array(8 * 2 ** 20).fill(1);
      const writing = thread === "a window" ? writeFile("a/b", [big], "tile 1") : inWorker.write("a/b", big);
      await expect(writing).rejects.toMatchObject({
        name: "QuotaExceeded",
        message: expect.stringContaining("no room left"),
      });
      expect(new Uint8Array(await readFile("a/b", "tile 1"))).toEqual(new Uint8Array([7]));
      expect(await listFolder("a")).toEqual(["b"]);
    },
  );
});
