import { zipSync } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { listFiles } from "../../../../src/ingest/files/list-files.ts";
import { readSource } from "../../../../src/ingest/files/read-source.ts";
import { never } from "../../../never.ts";
import { problemOf } from "../problem-of.ts";
import { sourceOf } from "../source-of.ts";

const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >>> 3);
const archive = new Uint8Array(
  zipSync({
    "plate/A_red.png": [noise, { level: 6 }],
    "plate/A_green.png": [noise.slice(0, 99), { level: 0 }],
    "plate/A_blue.png": [new Uint8Array(0), { level: 0 }],
    "__MACOSX/plate/._A_red.png": [noise, { level: 0 }],
    "plate/.DS_Store": [noise, { level: 0 }],
    "empty/": [new Uint8Array(0), { level: 0 }],
  }),
);

describe("listFiles", () => {
  test("passes plain files on and drops the operating system's", async () => {
    const { files, problems } = await listFiles(
      [sourceOf("A_red.png"), sourceOf(".DS_Store"), sourceOf("x/Thumbs.db")],
      never,
    );
    expect(files.map((file) => file.name)).toEqual(["A_red.png"]);
    expect(problems).toEqual([]);
  });

  test("lists an archive's members with their sizes", async () => {
    const { files, problems } = await listFiles([sourceOf("tiles.ZIP", archive)], never);
    expect(problems).toEqual([]);
    expect(files.map(({ name, entry, size }) => ({ name, entry, size }))).toEqual([
      { name: "tiles.ZIP/plate/A_red.png", entry: "plate/A_red.png", size: 5000 },
      { name: "tiles.ZIP/plate/A_green.png", entry: "plate/A_green.png", size: 99 },
      { name: "tiles.ZIP/plate/A_blue.png", entry: "plate/A_blue.png", size: 0 },
    ]);
  });

  test("takes unusual paths as names, because nothing is unpacked to them", async () => {
    const odd = ["../up/A_red.png", "/root/A_green.png", "C:\\win\\A_blue.png", "x/../A_yellow.png"];
    const bytes = new Uint8Array(zipSync(Object.fromEntries(odd.map((name) => [name, noise]))));
    const { files, problems } = await listFiles([sourceOf("odd.zip", bytes)], never);
    expect(problems).toEqual([]);
    expect(files.map((file) => file.entry)).toEqual(odd);
    for (const file of files) expect(await readSource(file)).toEqual(noise);
  });

  test("reads only the directory of a large archive, and no member", async () => {
    const large = new File([zipSync({ "A_red.png": [new Uint8Array(3_000_000), { level: 0 }] }).slice()], "l.zip");
    let read = 0;
    const slice = large.slice.bind(large);
    vi.spyOn(large, "slice").mockImplementation((start, end) => {
      const part = slice(start, end);
      read += part.size;
      return part;
    });
    expect((await listFiles([{ name: "l.zip", file: large }], never)).files).toHaveLength(1);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(200_000);
  });

  test.each([
    ["a file that is no archive", new Uint8Array(new TextEncoder().encode("not a zip, though it is named like one"))],
    ["a cut-off archive", archive.slice(0, archive.length - 300)],
    ["an empty file", new Uint8Array(0)],
  ])("%s is a problem, the other files go on", async (_, bytes) => {
    const { files, problems } = await listFiles([sourceOf("bad.zip", bytes), sourceOf("A_red.png")], never);
    expect(files.map((file) => file.name)).toEqual(["A_red.png"]);
    expect(problems).toMatchObject([{ tag: "BrokenArchive", subject: "bad.zip" }]);
    expect(problems[0]?.message).toContain("bad.zip");
  });

  test("an archive that cannot be read is not called broken, and is read when it is dropped again", async () => {
    const file = new File([archive], "away.zip", { lastModified: 7 });
    const slice = vi.spyOn(file, "slice").mockImplementation(() => {
      throw new DOMException("gone", "NotReadableError");
    });
    expect((await listFiles([{ name: "away.zip", file }], never)).problems).toMatchObject([
      { tag: "SourceGone", subject: "away.zip" },
    ]);
    slice.mockRestore();
    const { files, problems } = await listFiles([{ name: "away.zip", file }], never);
    expect([files.length, problems]).toEqual([3, []]);
  });

  test("encrypted members give one problem, and readable members are listed", async () => {
    const locked = archive.slice();
    const view = new DataView(locked.buffer);
    // This sets the encryption bit of the first member in its local header and in the directory.
    view.setUint16(6, view.getUint16(6, true) | 1, true);
    const directory = view.getUint32(locked.length - 6, true);
    view.setUint16(directory + 8, view.getUint16(directory + 8, true) | 1, true);
    const { files, problems } = await listFiles([sourceOf("locked.zip", locked)], never);
    expect(files.map((file) => file.entry)).toEqual(["plate/A_green.png", "plate/A_blue.png"]);
    expect(problems).toMatchObject([
      { tag: "BrokenArchive", message: "locked.zip is encrypted: 1 of its files cannot be read." },
    ]);
  });
});

describe("readSource", () => {
  test("reads a plain file", async () => {
    expect(await readSource(sourceOf("A_red.png", noise))).toEqual(noise);
  });

  test("members, packed and stored, also of an archive cloned on its way between threads", async () => {
    const { files } = await listFiles([sourceOf("tiles.zip", archive)], never);
    const cloned = files.map((file) => ({ ...file, file: new Blob([archive]) }));
    for (const [red, green] of [files, cloned]) {
      expect(red && (await readSource(red))).toEqual(noise);
      expect(green && (await readSource(green))).toEqual(noise.slice(0, 99));
    }
  });

  test("distinguishes two archives with the same name", async () => {
    const pack = (value: number) =>
      new File([zipSync({ "A_red.png": [Uint8Array.of(value), { level: 0 }] }).slice()], "a.zip", {
        lastModified: value,
      });
    for (const value of [1, 2, 1]) {
      expect([...(await readSource({ name: "a.zip/A_red.png", file: pack(value), entry: "A_red.png" }))]).toEqual([
        value,
      ]);
    }
  });

  test("zero bytes, by itself and in an archive", async () => {
    const { files } = await listFiles(
      [sourceOf("tiles.zip", archive), sourceOf("A_red.png", new Uint8Array(0))],
      never,
    );
    for (const source of files.slice(2)) {
      expect(await problemOf(() => readSource(source))).toMatchObject({ tag: "EmptyFile", subject: source.name });
    }
    expect(files.slice(2)).toHaveLength(2);
  });

  test("refuses a damaged member by its checksum", async () => {
    const damaged = archive.slice();
    damaged[60] = damaged[60]! ^ 1;
    const source = { name: "tiles.zip/plate/A_red.png", file: new Blob([damaged]), entry: "plate/A_red.png" };
    expect(await problemOf(() => readSource(source))).toMatchObject({ tag: "BrokenArchive", subject: source.name });
  });

  test("refuses a member that does not exist", async () => {
    const source = { name: "tiles.zip/B_red.png", file: new Blob([archive]), entry: "B_red.png" };
    expect((await problemOf(() => readSource(source))).tag).toBe("BrokenArchive");
  });

  test("refuses a member with an unsupported compression method", async () => {
    const foreign = archive.slice();
    const view = new DataView(foreign.buffer);
    // This writes LZMA (14) instead of deflate into the first member's local header and into the directory.
    view.setUint16(8, 14, true);
    view.setUint16(view.getUint32(foreign.length - 6, true) + 10, 14, true);
    const source = { name: "z.zip/plate/A_red.png", file: new Blob([foreign]), entry: "plate/A_red.png" };
    expect(await problemOf(() => readSource(source))).toMatchObject({
      tag: "BrokenArchive",
      message: "z.zip/plate/A_red.png cannot be unpacked: the archive uses a compression method that is not supported.",
    });
  });

  test("refuses a file that is too large for one array", async () => {
    const file = new File([noise], "A.tif");
    vi.spyOn(file, "size", "get").mockReturnValue(3e9);
    vi.spyOn(file, "arrayBuffer").mockRejectedValue(new DOMException("too large", "NotReadableError"));
    expect(await problemOf(() => readSource({ name: "A.tif", file }))).toMatchObject({
      tag: "ImageTooLarge",
      message: "A.tif has 3.0 GB, more than this browser can read at once.",
    });
  });

  test("says that a file was moved", async () => {
    const file = new File([noise], "A_red.png");
    vi.spyOn(file, "arrayBuffer").mockRejectedValue(new DOMException("gone", "NotFoundError"));
    expect(await problemOf(() => readSource({ name: "A_red.png", file }))).toMatchObject({
      tag: "SourceGone",
      subject: "A_red.png",
    });
  });

  test("what no one expects of a browser passes, and what it says of a file is the cause", async () => {
    const file = new File([noise], "A_red.png");
    const defect = new TypeError("x is not a function");
    const gone = new DOMException("gone", "NotReadableError");
    vi.spyOn(file, "arrayBuffer").mockRejectedValueOnce(defect).mockRejectedValueOnce(gone);
    await expect(readSource({ name: "A_red.png", file })).rejects.toBe(defect);
    await expect(readSource({ name: "A_red.png", file })).rejects.toMatchObject({ name: "SourceGone", cause: gone });
  });
});
