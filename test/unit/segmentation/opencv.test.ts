import { describe, expect, it } from "vitest";
import { hasTag } from "../../../src/domain/errors.ts";
import { loadOpenCV, withMats } from "../../../src/segmentation/opencv.ts";

describe("loadOpenCV", () => {
  it("loads once", async () => {
    const first = await loadOpenCV();
    expect(await loadOpenCV()).toBe(first);
    expect(typeof first.GaussianBlur).toBe("function");
  });
});

describe("withMats", () => {
  it("frees every Mat, also when the task throws", () => {
    const freed: string[] = [];
    const mat = (name: string) => ({ delete: () => freed.push(name) });
    expect(withMats((keep) => [keep(mat("a")), keep(mat("b"))].length)).toBe(2);
    expect(() =>
      withMats((keep) => {
        keep(mat("c"));
        throw new RangeError("no");
      }),
    ).toThrow(RangeError);
    expect(freed).toEqual(["a", "b", "c"]);
  });

  it("throws a problem when OpenCV's heap is full, and goes on working", async () => {
    const opencv = await loadOpenCV();
    let thrown: unknown;
    try {
      // Each Mat takes 64 MB, and the heap has 1 GB at most.
      withMats((keep) => {
        for (let mat = 0; mat < 20; mat++) keep(new opencv.Mat(4096, 4096, opencv.CV_32FC1));
      });
    } catch (error) {
      thrown = error;
    }
    expect(hasTag(thrown, "SegmentationFailed")).toBe(true);
    expect((thrown as Error).message.split("\n")).toHaveLength(3);
    expect(withMats((keep) => keep(new opencv.Mat(4096, 4096, opencv.CV_32FC1)).rows)).toBe(4096);
  });
});
