import { unzlibSync } from "fflate";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { hpaClasses, type TilePredictions } from "../../../src/domain/localisation/localisation.ts";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { encodeCounts } from "../../../src/export/mask-rle.ts";
import { submissionHeader, submissionRow, submissionTriples } from "../../../src/export/submission-csv.ts";

const id = tileId("0040581b");
const labels: LabelMap = { width: 4, height: 2, labels: Uint16Array.of(1, 1, 0, 2, 1, 0, 2, 2), count: 2 };
const tile = { id, width: 4, height: 2 };
const cells = [
  { number: 1, box: { left: 0, top: 0, right: 2, bottom: 2 } },
  { number: 2, box: { left: 2, top: 0, right: 4, bottom: 2 } },
];
const classes = { names: ["Nucleoplasm", "Nuclear membrane", "Negative"], negative: 2 };
const predictions: TilePredictions = {
  tileId: id,
  modelId: "model",
  numbers: [1, 2],
  probabilities: Float32Array.of(0.25, 1 - 2 ** -24, 0, 0.5, 1e-7, 0.125),
};

function read(text: string) {
  const { data, errors } = Papa.parse<Record<string, string>>(submissionHeader + text, {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}

/** The line of a tile whose cells are all written at once. */
function rowOf(of: typeof tile, ...cellsOf: Parameters<typeof submissionTriples>): string {
  return submissionRow(of, submissionTriples(...cellsOf));
}

function triples(row: Record<string, string> | undefined) {
  const words = (row?.["PredictionString"] ?? "").split(" ");
  expect(words.length % 3).toBe(0);
  return Array.from({ length: words.length / 3 }, (_, i) => words.slice(3 * i, 3 * i + 3) as [string, string, string]);
}

describe("submissionRow", () => {
  it("writes a triple for each class of each cell, with the cell's own mask", () => {
    const [row] = read(rowOf(tile, labels, cells, predictions, classes));
    expect(row).toMatchObject({ ID: "0040581b", ImageWidth: "4", ImageHeight: "2" });
    const written = triples(row);
    expect(written.map(([classId, confidence]) => [Number(classId), Math.fround(Number(confidence))])).toEqual([
      [0, 0.25],
      [1, 1 - 2 ** -24],
      [2, 0],
      [0, 0.5],
      [1, Math.fround(1e-7)],
      [2, 0.125],
    ]);
    written.forEach(([, , mask], i) => {
      const { number, box } = cells[i < 3 ? 0 : 1]!;
      const counts = Buffer.from(unzlibSync(new Uint8Array(Buffer.from(mask, "base64")))).toString("latin1");
      expect(counts).toBe(encodeCounts(labels, number, box));
    });
  });

  it("leaves out triples below the least confidence", () => {
    const [row] = read(rowOf(tile, labels, cells, predictions, classes, { minimumConfidence: 0.25 }));
    expect(triples(row).map(([classId, confidence]) => `${classId} ${confidence}`)).toEqual([
      "0 0.25",
      "1 0.99999994",
      "0 0.5",
    ]);
  });

  it("writes no triples without cells, without predictions, and for cells that are not predicted", () => {
    expect(rowOf(tile, labels, [], null, classes)).toBe("0040581b,4,2,\n");
    expect(rowOf(tile, labels, cells, null, classes)).toBe("0040581b,4,2,\n");
    const first = { ...predictions, numbers: [1], probabilities: predictions.probabilities.slice(0, 3) };
    const [row] = read(rowOf(tile, labels, cells, first, classes));
    expect(triples(row).length).toBe(3);
  });

  it("is the same when the cells come in parts", () => {
    const parts = cells.flatMap((cell) => submissionTriples(labels, [cell], predictions, classes));
    expect(submissionRow(tile, parts)).toBe(rowOf(tile, labels, cells, predictions, classes));
  });

  it("quotes an unusual tile name so that it reads back unchanged", () => {
    const odd = tileId('=a,"b"');
    expect(read(rowOf({ ...tile, id: odd }, labels, cells, predictions, classes))[0]?.["ID"]).toBe(odd);
  });

  it("refuses predictions of another class list, and probabilities that are not numbers", () => {
    expect(() => rowOf(tile, labels, cells, predictions, hpaClasses)).toThrow(
      expect.objectContaining({ name: "ModelMismatch", message: expect.stringContaining("0040581b") }),
    );
    const broken = { ...predictions, probabilities: Float32Array.of(0, 0, Number.NaN, 0, 0, 0) };
    expect(() => rowOf(tile, labels, cells, broken, classes)).toThrow(expect.objectContaining({ name: "Diverged" }));
  });
});
