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

it("adds and takes out cells; the first of those left is the one that the panel shows", () => {
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

it("keeps no cell of another tile", () => {
  selectTile(tileId("a"));
  selectCells([1, 2]);
  selectTile(tileId("b"));
  expect(selected()).toEqual([]);
});
