import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ClassList, hpaClasses, type TilePredictions } from "../../../src/domain/localisation/localisation.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { cocoAnnotations, cocoFoot, cocoHead } from "../../../src/export/coco-json.ts";
import { measureRegions } from "../../../src/segmentation/measure/measure-regions.ts";

/** The file that test/golden/export-coco.py wrote with pycocotools. */
const golden = JSON.parse(readFileSync(new URL("../../golden/export-coco.json", import.meta.url), "utf8")) as {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly (readonly [number, number])[];
  readonly cells: readonly {
    readonly number: number;
    readonly counts: string;
    readonly size: readonly number[];
    readonly area: number;
    readonly bbox: readonly number[];
  }[];
};

const { width, height } = golden;
const labels = {
  width,
  height,
  labels: Uint16Array.from(golden.labels.flatMap(([length, value]) => Array.from({ length }, () => value))),
  count: 9,
};
const { left, top, right, bottom, area } = measureRegions(labels);
const cells = golden.cells.map(({ number }) => ({
  number,
  box: {
    left: left[number]!,
    top: top[number]!,
    right: right[number]!,
    bottom: bottom[number]!,
  },
  area: area[number]!,
}));
const classes: ClassList = { names: ["Cytosol", 'Golgi, "cap"'], negative: null };
const predictions: TilePredictions = {
  tileId: tileId("a"),
  modelId: "m",
  numbers: [1, 9],
  probabilities: Float32Array.of(0.1, 0.7, 0.6, 0.2),
};

describe("COCO annotations", () => {
  it("have the masks, areas and boxes that pycocotools computes", () => {
    const annotations = cocoAnnotations(3, 11, labels, cells, null, classes).map((text) => JSON.parse(text));
    expect(annotations).toEqual(
      golden.cells.map(({ number, counts, size, area: pixels, bbox }, index) => ({
        id: 11 + index,
        image_id: 3,
        category_id: 3,
        segmentation: { size, counts },
        area: pixels,
        bbox,
        iscrowd: 0,
        cell: number,
      })),
    );
  });

  it("have the top class with its probability, and all probabilities, for predicted cells", () => {
    const annotations = cocoAnnotations(1, 1, labels, cells, predictions, classes).map((text) => JSON.parse(text));
    const told = annotations.filter(({ score }) => score !== undefined);
    expect(
      told.map(({ cell, category_id, score, probabilities }) => [cell, category_id, score, probabilities]),
    ).toEqual([
      [1, 2, 0.7, [0.1, 0.7]],
      [9, 1, 0.6, [0.6, 0.2]],
    ]);
    expect(annotations.filter(({ category_id }) => category_id === 3)).toHaveLength(cells.length - 2);
  });

  it("make one document with head and foot, with or without cells", () => {
    const images = [
      { id: 1, fileName: 'a "b"_green.png', width, height },
      { id: 2, fileName: "c_green.png", width: 5, height: 6 },
    ];
    const head = cocoHead(images, hpaClasses, new Date(0));
    const texts = cocoAnnotations(1, 1, labels, cells, null, hpaClasses);
    const document = JSON.parse(head + texts.join(",\n") + cocoFoot);
    expect(document.images).toEqual([
      { id: 1, file_name: 'a "b"_green.png', width, height },
      { id: 2, file_name: "c_green.png", width: 5, height: 6 },
    ]);
    expect(document.categories).toHaveLength(20);
    expect(document.categories[0]).toEqual({ id: 1, name: "Nucleoplasm", supercategory: "cell" });
    expect(document.annotations).toHaveLength(cells.length);
    expect(document.annotations[0].category_id).toBe(20);
    expect(JSON.parse(head + cocoFoot).annotations).toEqual([]);
  });
});
