import { beforeEach, expect, it } from "vitest";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import {
  nothingSelected,
  selectCell,
  selectCells,
  selectedCells,
  selectTile,
  toggleCell,
  useSelection,
} from "../../../../src/state/stores/selection-store.ts";

const selected = () => selectedCells(useSelection.getState());

beforeEach(() => useSelection.setState(nothingSelected, true));

it("adds cells and takes them out, and the panel shows the first of the remaining cells", () => {
  toggleCell(3);
  toggleCell(5);
  toggleCell(1);
  expect(selected()).toEqual([3, 5, 1]);
  toggleCell(3);
  expect(selected()).toEqual([5, 1]);
  expect(useSelection.getState().cell).toBe(5);
  selectCell(9);
  expect(selected()).toEqual([9]);
  selectCells([]);
  expect(selected()).toEqual([]);
});

it("selects no cell when another tile is selected", () => {
  selectTile(tileId("a"));
  selectCells([1, 2]);
  selectTile(tileId("b"));
  expect(selected()).toEqual([]);
});
