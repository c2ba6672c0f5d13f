import { expect, it } from "vitest";
import { tileId } from "../../../src/domain/tile/tile.ts";
import {
  embeddedCellRows,
  embeddedCellsHeader,
  embeddingRows,
  embeddingsHeader,
} from "../../../src/export/embeddings-csv.ts";

const embeddings = {
  tileId: tileId('=tile, "7"'),
  model: "model",
  numbers: [2, 5],
  features: 3,
  values: Float32Array.of(0.1, 0, 1.5, 3.4028235e38, 1e-7, 2),
};

it("writes one row per cell, values that read back as the same floats, and no text that looks like a formula", () => {
  expect(embeddingsHeader(3)).toBe("tile,cell,feature_0,feature_1,feature_2\r\n");
  const quoted = `"'=tile, ""7"""`;
  expect(embeddingRows(embeddings)).toBe(`${quoted},2,0.1,0,1.5\r\n${quoted},5,3.4028235e+38,1e-7,2\r\n`);
  const values = embeddingRows(embeddings)
    .trim()
    .split("\r\n")
    .flatMap((line) => line.split(",").slice(-3));
  expect(Float32Array.from(values, Number)).toEqual(embeddings.values);
});

it("names the cell of each row of the array, with rows counted over all tiles", () => {
  expect(embeddedCellsHeader).toBe("row,tile,cell\r\n");
  expect(
    embeddedCellRows(embeddings, 10)
      .split("\r\n")
      .map((line) => line.slice(0, 3)),
  ).toEqual(["10,", "11,", ""]);
  expect(embeddingRows({ ...embeddings, numbers: [], values: new Float32Array(0) })).toBe("");
});
