import { expect, it } from "vitest";
import { keepLargestPiece } from "../../../src/sample/keep-largest-piece.ts";

function read(rows: readonly string[]): Uint16Array {
  return Uint16Array.from(rows.join(""), Number);
}

it("keeps the 4-connected piece of each number with most of its nucleus", () => {
  const cells = read(["1100222", "1010020", "0110001", "3003011", "0330011"]);
  const nuclei = read(["0000000", "0000020", "0110000", "0000000", "0030000"]);
  keepLargestPiece(cells, nuclei, 3, 7);
  expect(cells).toEqual(read(["0000222", "0010020", "0110000", "0000000", "0330000"]));
});

it("keeps the largest pieces when the map is given as its own nuclei", () => {
  const nuclei = read(["1000", "0110", "0110", "0002"]);
  keepLargestPiece(nuclei, nuclei, 2, 4);
  expect(nuclei).toEqual(read(["0000", "0110", "0110", "0002"]));
});
