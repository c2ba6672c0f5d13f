import { describe, expect, it } from "vitest";
import { gatherBags, meanOfOthers, type PlacedCell } from "../../../../src/learning/batches/cell-bags.ts";

const at = (tileId: string, x: number, y = 0): PlacedCell => ({ tileId, place: { x, y } });
const all = (count: number) => new Uint8Array(count).fill(1);

function surroundings(
  cells: readonly PlacedCell[],
  values: readonly number[],
  cell: number,
  known = all(cells.length),
) {
  const width = values.length / cells.length;
  const into = new Float32Array(2 * width);
  const any = meanOfOthers(gatherBags(cells), cell, Float32Array.from(values), width, known, into);
  return { any, mean: [...into] };
}

describe("gatherBags", () => {
  it("gives every cell the cells of its own tile, whatever their order in the list", () => {
    const { members } = gatherBags([at("a", 0), at("b", 0), at("a", 1), at("b", 1), at("c", 0)]);
    expect(members.map((bag) => [...bag])).toEqual([[0, 2], [1, 3], [0, 2], [1, 3], [4]]);
  });
});

describe("meanOfOthers", () => {
  it("leaves out the cell itself and other tiles", () => {
    const cells = [at("a", 0), at("a", 0), at("a", 0), at("b", 0)];
    expect(surroundings(cells, [100, 2, 4, 50], 0)).toEqual({ any: true, mean: [3, 3] });
  });

  it("weights the second mean by nearness: e^-½ at one and a half diameters", () => {
    const cells = [at("a", 0), at("a", 0), at("a", 1.5)];
    const { mean } = surroundings(cells, [0, 1, 2], 0);
    const far = Math.exp(-0.5);
    expect(mean[0]).toBeCloseTo(1.5, 6);
    expect(mean[1]).toBeCloseTo((1 + 2 * far) / (1 + far), 6);
  });

  it("depends neither on the order of the cells nor on the origin of the positions", () => {
    const cells = [at("a", 0), at("a", 1), at("a", 0, 2), at("a", 3, 1)];
    const moved = [at("a", 10, 5), at("a", 13, 6), at("a", 10, 7), at("a", 11, 5)];
    const one = surroundings(cells, [9, 1, 2, 4], 0).mean;
    const other = surroundings(moved, [9, 4, 2, 1], 0).mean;
    other.forEach((value, index) => {
      expect(value).toBeCloseTo(one[index]!, 5);
    });
  });

  it("counts all other cells as equally near if the positions are not known", () => {
    const cells: PlacedCell[] = [{ tileId: "a" }, { tileId: "a", place: null }, { tileId: "a" }];
    expect(surroundings(cells, [0, 2, 4], 0).mean).toEqual([3, 3]);
  });

  it("skips cells that are not known, and reports when no other cell is left", () => {
    const cells = [at("a", 0), at("a", 0), at("a", 0)];
    expect(surroundings(cells, [7, 2, 4], 0, Uint8Array.of(1, 0, 1))).toEqual({ any: true, mean: [4, 4] });
    expect(surroundings(cells, [7, 2, 4], 0, Uint8Array.of(1, 0, 0))).toEqual({ any: false, mean: [0, 0] });
  });
});
