import { unzipSync } from "fflate";
import { expect, it } from "vitest";
import { zipFiles } from "../../../src/export/zip-files.ts";
import { never } from "../../never.ts";

const modified = new Date("2026-01-02T03:04:06Z");

it("packs files and names so that another reader can unpack them", async () => {
  const files = new Map([
    ["a_cells.png", Uint8Array.of(1, 2, 3)],
    ["folder/µ.png", new Uint8Array(100_000).fill(7)],
    ["empty.txt", new Uint8Array(0)],
  ]);
  const blob = await zipFiles(
    [...files].map(([name, bytes]) => ({ name, bytes })),
    modified,
    never,
  );
  expect(blob.type).toBe("application/zip");
  expect(new Map(Object.entries(unzipSync(new Uint8Array(await blob.arrayBuffer()))))).toEqual(files);
});

it("takes entries one at a time", async () => {
  let alive = 0;
  let most = 0;
  async function* lazily() {
    for (let i = 0; i < 20; i += 1) {
      alive += 1;
      most = Math.max(most, alive);
      yield { name: `${i}.bin`, bytes: new Uint8Array(1000).fill(i) };
      alive -= 1;
    }
  }
  const blob = await zipFiles(lazily(), modified, never);
  expect(most).toBe(1);
  expect(Object.keys(unzipSync(new Uint8Array(await blob.arrayBuffer()))).length).toBe(20);
});

it("gives the same bytes for the same files and time", async () => {
  const [first, second] = await Promise.all(
    [1, 2].map(() => zipFiles([{ name: "a", bytes: Uint8Array.of(1) }], modified, never)),
  );
  expect(await first?.arrayBuffer()).toEqual(await second?.arrayBuffer());
});
