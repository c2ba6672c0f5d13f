import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../src/domain/cell/cell.ts";
import { hpaClasses, type TilePredictions } from "../../../src/domain/localisation/localisation.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { cellRows, cellsHeader } from "../../../src/export/cells-csv.ts";

function makeCell(overrides: Partial<Cell> = {}): Cell {
  return {
    tileId: tileId("tile"),
    number: 1,
    box: { left: 1, top: 2, right: 30, bottom: 40 },
    centroid: { x: 15.12345, y: 20 },
    area: 700,
    nucleusArea: 200,
    touchesBorder: false,
    corrected: false,
    meanIntensity: { red: 12.5, green: 0, blue: 65535, yellow: null },
    measurements: null,
    ...overrides,
  };
}

function read(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

const classes = { names: ["Nucleoplasm", 'Golgi, "cap"', "=1+1"], negative: null };
const predictions: TilePredictions = {
  tileId: tileId("tile"),
  modelId: "model",
  numbers: [1],
  probabilities: Float32Array.of(0.25, 0.75, 0.5),
};

describe("cells.csv", () => {
  it("can be read back field by field", () => {
    const text =
      cellsHeader(classes) +
      cellRows(
        [makeCell(), makeCell({ number: 2, touchesBorder: true, corrected: true })],
        [0, 1],
        predictions,
        classes,
        null,
        [0.25, 0.8, 0.4],
      );
    const [first, second, ...more] = read(text);
    expect(more).toEqual([]);
    // The measurements are empty for a cell that was stored before cells were measured like this.
    expect(
      Object.entries(first ?? {}).filter(([name, value]) => /_(?:AreaShape|Intensity)_/.test(name) && value),
    ).toEqual([]);
    expect(first).toMatchObject({
      tile: "tile",
      cell: "1",
      left: "1",
      top: "2",
      right: "30",
      bottom: "40",
      centroid_x: "15.123",
      centroid_y: "20",
      area: "700",
      nucleus_area: "200",
      touches_border: "false",
      corrected: "false",
      mean_red: "12.5",
      mean_green: "0",
      mean_blue: "65535",
      mean_yellow: "",
      tile_labels: 'Nucleoplasm|Golgi, "cap"',
      top_class: 'Golgi, "cap"',
      present_classes: "Nucleoplasm|=1+1",
      "p(Nucleoplasm)": "0.25",
      'p(Golgi, "cap")': "0.75",
      "p(=1+1)": "0.5",
    });
    expect(second).toMatchObject({
      cell: "2",
      touches_border: "true",
      corrected: "true",
      top_class: "",
      present_classes: "",
      "p(Nucleoplasm)": "",
    });
  });

  it("ends every line with CRLF and keeps every line at the header's width (RFC 4180)", () => {
    const text =
      cellsHeader(hpaClasses) + cellRows([makeCell(), makeCell({ number: 2 })], null, null, hpaClasses, null);
    expect(text.endsWith("\r\n")).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const widths = text
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(",").length);
    expect(widths).toEqual([97, 97, 97]);
  });

  it("names no present class when the thresholds of the model are not known", () => {
    const [row] = read(cellsHeader(classes) + cellRows([makeCell()], null, predictions, classes, null));
    expect(row).toMatchObject({ top_class: 'Golgi, "cap"', present_classes: "" });
  });

  it("gives an empty text without cells, so that it can be appended", () => {
    expect(cellRows([], null, null, classes, null)).toBe("");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=1","=2'])(
    "disarms the formula %j",
    (text) => {
      const rows = read(
        cellsHeader(classes) +
          cellRows(
            [makeCell({ tileId: tileId(text) })],
            [2],
            predictions,
            { ...classes, names: ["a", text, "b"] },
            null,
          ),
      );
      expect(rows.length).toBe(1);
      expect(rows[0]?.["tile"]).toBe(`'${text}`);
      expect(rows[0]?.["top_class"]).toBe(`'${text}`);
    },
  );

  it("writes negative numbers without an apostrophe", () => {
    expect(
      read(
        cellsHeader(classes) + cellRows([makeCell({ centroid: { x: -0.5, y: 1 } })], null, null, classes, null),
      )[0]?.["centroid_x"],
    ).toBe("-0.5");
  });

  it("writes the measurements with CellProfiler's names, in px and µm", () => {
    const shape = (area: number) => ({
      area,
      perimeter: 100 / 3,
      eccentricity: 0.5,
      solidity: 0.9,
      majorAxisLength: 30,
      minorAxisLength: 20,
    });
    const part = (integrated: number) => ({ integrated, p95: 9.5 });
    const green = { cell: part(1400), nucleus: part(400), cytoplasm: part(1000) };
    const measurements = {
      cell: shape(700),
      nucleus: shape(200),
      intensity: { red: null, green, blue: green, yellow: null },
    };
    const rows = (pixelSize: number | null, measured: Cell["measurements"]) =>
      read(cellsHeader(classes) + cellRows([makeCell({ measurements: measured })], null, null, classes, pixelSize))[0];
    expect(rows(0.08, measurements)).toMatchObject({
      Cells_AreaShape_Area: "700",
      Cells_AreaShape_Perimeter: "33.3333333",
      Nuclei_AreaShape_MajorAxisLength: "30",
      Cells_AreaShape_Area_um2: "4.48",
      Nuclei_AreaShape_MajorAxisLength_um: "2.4",
      Cytoplasm_AreaShape_Area: "500",
      Cytoplasm_AreaShape_Area_um2: "3.2",
      Math_NucleusCellRatio: "0.285714286",
      Cells_Intensity_MeanIntensity_green: "2",
      Nuclei_Intensity_IntegratedIntensity_green: "400",
      Cytoplasm_Intensity_MeanIntensity_blue: "2",
      Cytoplasm_Intensity_P95Intensity_blue: "9.5",
      Cells_Intensity_MeanIntensity_red: "",
    });
    const unknown = rows(null, { ...measurements, nucleus: null });
    expect(unknown).toMatchObject({
      Cells_AreaShape_Area: "700",
      Nuclei_AreaShape_Area: "",
      Cells_AreaShape_Area_um2: "",
    });
    expect(unknown?.["Cytoplasm_AreaShape_Area"]).toBe("700");
  });
});
