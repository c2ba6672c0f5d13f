import { describe, expect, it } from "vitest";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { countTopClasses, rankClasses, topClasses } from "../../../../src/domain/localisation/top-classes.ts";
import { cellColourTable, cellFlags, colourTableWidth } from "../../../../src/state/derive/cell-colours.ts";
import { classColour, unclassifiedColour } from "../../../../src/state/derive/class-colours.ts";
import { makePredictions, makeRecord, makeView } from "../../../browser/ui/fakes/fake-tile.ts";

const record = makeRecord("tile", { width: 96, height: 64 });
const view = makeView(record, "run-1");

describe("classColour", () => {
  it("gives every class of any list its own colour", () => {
    const colours = new Set(Array.from({ length: 60 }, (_, index) => classColour(index).join(" ")));
    expect(colours.size).toBe(60);
  });

  it("has a contrast of at least 4.5:1 on black", () => {
    const channel = (value: number) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    for (let index = 0; index < 60; index += 1) {
      const [red, green, blue] = classColour(index);
      const luminance = 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
      expect((luminance + 0.05) / 0.05).toBeGreaterThan(4.5);
    }
  });
});

describe("topClasses", () => {
  it("are the first classes in the ranking of each cell", () => {
    const tops = topClasses(view.predictions);
    for (const cell of view.cells) {
      const ranked = rankClasses(view.predictions, cell.number);
      expect(ranked).toHaveLength(hpaClasses.names.length);
      expect(tops.get(cell.number)).toEqual(ranked?.[0]);
    }
    const counted = countTopClasses(view.predictions);
    expect(counted.reduce((sum, { cells }) => sum + cells, 0)).toBe(view.cells.length);
    expect([...counted].sort((a, b) => b.cells - a.cells)).toEqual(counted);
  });

  it("are empty without predictions", () => {
    expect(rankClasses(null, 1)).toBeNull();
    expect(rankClasses(view.predictions, 999)).toBeNull();
    expect(topClasses(null).size).toBe(0);
  });
});

describe("cellColourTable", () => {
  it("has one texel for each label, and an empty texel for the background", () => {
    const { rgba, width, height } = cellColourTable(view.cellMap.count, view.cells, view.predictions);
    expect([width, height, rgba.length]).toEqual([colourTableWidth, 1, colourTableWidth * 4]);
    expect([...rgba.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    const tops = topClasses(view.predictions);
    for (const { number, touchesBorder } of view.cells) {
      const colour = classColour(tops.get(number)?.classIndex ?? -1);
      expect([...rgba.subarray(number * 4, number * 4 + 4)]).toEqual([
        ...colour,
        touchesBorder ? cellFlags.there + cellFlags.cut : cellFlags.there,
      ]);
    }
  });

  it("marks selected cells, corrected cells and cells cut by the border, each with its own bit", () => {
    const [cell] = view.cells;
    if (cell === undefined) throw new Error("no cell");
    const table = cellColourTable(9, [{ ...cell, number: 7, touchesBorder: true, corrected: true }], null, [7, 8]);
    const { there, cut, corrected, selected } = cellFlags;
    expect(table.rgba[7 * 4 + 3]).toBe(there + cut + corrected + selected);
    expect(table.rgba[8 * 4 + 3]).toBe(0);
  });

  it("has room for 65,535 labels, and one colour for cells without probabilities", () => {
    const last = view.cells[0];
    if (last === undefined) throw new Error("The drawn tile has cells.");
    const table = cellColourTable(65_535, [{ ...last, number: 65_535, touchesBorder: false }], null);
    expect(table.height).toBe(64);
    expect([...table.rgba.subarray(65_535 * 4)]).toEqual([...unclassifiedColour, cellFlags.there]);
  });

  it("colours only the predicted cells when predictions cover some of the cells", () => {
    const some = { ...makePredictions(record.id, "run-1", 20), numbers: [2] };
    const { rgba } = cellColourTable(20, view.cells, { ...some, probabilities: some.probabilities.slice(0, 19) });
    expect([...rgba.subarray(4, 7)]).toEqual([...unclassifiedColour]);
    expect([...rgba.subarray(8, 11)]).not.toEqual([...unclassifiedColour]);
  });
});
