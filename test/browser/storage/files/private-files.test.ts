import { wrap } from "comlink";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { listFolder, openFile, readFile, removePath } from "../../../../src/storage/files/private-files.ts";
import { openFileWriter, writeFile } from "../../../../src/storage/files/write-private-file.ts";
import type { StorageApi } from "../storage.worker.ts";

const worker = new Worker(new URL("../storage.worker.ts", import.meta.url), { type: "module" });
const inWorker = wrap<StorageApi>(worker);

beforeEach(clearStorage);
afterAll(() => worker.terminate());

const bytes = (...values: number[]) => new Uint8Array(values);

async function read(path: string): Promise<number[]> {
  return [...new Uint8Array(await readFile(path, "test"))];
}

describe.each([
  { thread: "a window", write: (path: string, value: Uint8Array<ArrayBuffer>) => writeFile(path, [value], "test") },
  { thread: "a worker", write: (path: string, value: Uint8Array<ArrayBuffer>) => inWorker.write(path, value) },
])("writeFile in $thread", ({ write }) => {
  it("makes the folders that it needs and leaves no temporary file", async () => {
    await write("a/b/c", bytes(1, 2, 3));
    expect(await read("a/b/c")).toEqual([1, 2, 3]);
    expect(await listFolder("a/b")).toEqual(["c"]);
  });

  it("replaces an older, longer file", async () => {
    await write("a/b", bytes(1, 2, 3, 4));
    await write("a/b", bytes(9));
    expect(await read("a/b")).toEqual([9]);
    expect(await listFolder("a")).toEqual(["b"]);
  });

  it("lets an open file be read while it is replaced, or refuses it, but never mixes old and new", async () => {
    await write("a/b", bytes(1, 1, 1, 1));
    const old = await openFile("a/b", "test");
    await write("a/b", bytes(2, 2, 2, 2));
    const seen = await old?.arrayBuffer().then(
      (buffer) => [...new Uint8Array(buffer)],
      () => "refused",
    );
    expect([[1, 1, 1, 1], "refused"]).toContainEqual(seen);
  });
});

describe("private files", () => {
  it("shows a file only when it is finished, and never shows an abandoned one", async () => {
    await writeFile("a/b", [bytes(7)], "test");
    const writer = await openFileWriter("a/b", "test");
    await writer.write(bytes(1, 2));
    expect(await read("a/b")).toEqual([7]);
    await writer.abandon();
    expect(await read("a/b")).toEqual([7]);
    expect(await listFolder("a")).toEqual(["b"]);
  });

  it("keeps the old file when a worker is terminated in the middle of a write", async () => {
    await writeFile("a/b", [bytes(7)], "test");
    const doomed = new Worker(new URL("../storage.worker.ts", import.meta.url), { type: "module" });
    await wrap<StorageApi>(doomed).tear("a/b", bytes(1, 2));
    doomed.terminate();
    expect(await read("a/b")).toEqual([7]);
    await inWorker.write("a/b", bytes(8));
    expect(await read("a/b")).toEqual([8]);
    await removePath("a");
    expect(await listFolder("")).toEqual([]);
  });

  it("says that a file is missing", async () => {
    expect(await openFile("no/such", "tile 1")).toBeNull();
    expect(await listFolder("no")).toEqual([]);
    await removePath("no/such");
    await expect(readFile("no/such", "tile 1")).rejects.toMatchObject({
      name: "StorageBroken",
      message: expect.stringContaining("A stored file of tile 1 is missing"),
    });
  });

  it("says that a private window has no storage, and what to do", async () => {
    const { getDirectory } = navigator.storage;
    navigator.storage.getDirectory = () => Promise.reject(new DOMException("no", "SecurityError"));
    try {
      await expect(writeFile("a", [bytes(1)], "tile 1")).rejects.toMatchObject({
        name: "StorageBroken",
        message: expect.stringMatching(/offers no private file storage.*\n.*normal window/),
      });
    } finally {
      navigator.storage.getDirectory = getDirectory;
    }
  });

  it("removes a folder with everything in it", async () => {
    await writeFile("a/b/c", [bytes(1)], "test");
    await writeFile("a/d", [bytes(1)], "test");
    await removePath("a");
    expect(await listFolder("")).toEqual([]);
  });

  it("writes 64 MB in a worker", async () => {
    const big = new Uint8Array(64 * 2 ** 20).fill(3);
    await inWorker.write("big", big);
    expect((await openFile("big", "test"))?.size).toBe(big.length);
  });
});
