import { describe, expect, it } from "vitest";
import { tellUnreadable } from "../../../../src/state/actions/tell-unreadable.ts";
import { emptyDataset, useDataset } from "../../../../src/state/stores/dataset-store.ts";
import { collectDroppedFiles } from "../../../../src/ui/intake/collect-dropped-files.ts";

/** Makes an entry of a drop: a file, a folder with these entries, or a file or folder that cannot be read. */
function makeEntry(path: string, content: "file" | "locked" | "locked folder" | readonly object[]): object {
  const name = path.split("/").at(-1) ?? "";
  const fail = (_: unknown, reject: (error: Error) => void) => reject(new DOMException("", "NotFoundError"));
  const common = { name, fullPath: `/${path}`, isFile: content === "file" || content === "locked" };
  if (content === "locked") return { ...common, file: fail };
  if (content === "file") return { ...common, file: (take: (file: File) => void) => take(new File(["x"], name)) };
  const batches = Array.isArray(content) ? [content, []] : [];
  const readEntries = (take: (entries: unknown) => void) => take(batches.shift());
  return { ...common, createReader: () => ({ readEntries: content === "locked folder" ? fail : readEntries }) };
}

function makeDrop(...entries: object[]): DataTransfer {
  const items = entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry }));
  return { items, files: [] } as unknown as DataTransfer;
}

const signal = new AbortController().signal;

describe("collectDroppedFiles", () => {
  it("skips files and folders that cannot be read, and names them", async () => {
    const plate = makeEntry("plate", [
      makeEntry("plate/A_red.png", "file"),
      makeEntry("plate/A_green.png", "locked"),
      makeEntry("plate/.DS_Store", "locked"),
      makeEntry("plate/private", "locked folder"),
      makeEntry("plate/more", [makeEntry("plate/more/B_red.png", "file")]),
    ]);
    const { files, unreadable } = await collectDroppedFiles(
      makeDrop(plate, makeEntry("train.csv", "file")),
      () => {},
      signal,
    );
    expect(files.map((file) => file.name)).toEqual(["A_red.png", "B_red.png", "train.csv"]);
    expect(unreadable).toEqual(["plate/A_green.png", "plate/private"]);
  });

  it("rejects with an error that does not come from the browser", async () => {
    const defect = new TypeError("file is not a function");
    const broken = {
      ...makeEntry("A_red.png", "file"),
      file: (_: unknown, reject: (e: Error) => void) => reject(defect),
    };
    await expect(collectDroppedFiles(makeDrop(broken), () => {}, signal)).rejects.toBe(defect);
  });
});

describe("tellUnreadable", () => {
  it("lists one problem for all unreadable files, and none when there are none", () => {
    useDataset.setState(emptyDataset, true);
    tellUnreadable([]);
    expect(useDataset.getState().problems).toEqual([]);
    tellUnreadable(["plate/A_green.png", "plate/private"]);
    expect(useDataset.getState().problems).toMatchObject([
      {
        tag: "SourceGone",
        subject: "plate/A_green.png",
        message: "2 of the dropped files and folders cannot be read, plate/A_green.png among them.",
      },
    ]);
  });
});
