import type { Cell } from "../domain/cell/cell.ts";
import type { CellMeasurements, RegionIntensity, Shape } from "../domain/cell/cell-measurements.ts";
import { type ChannelName, channelNames } from "../domain/tile/tile.ts";

/**
 * A column of measurements in the cell table. The names are those that CellProfiler uses in a table of several objects:
 * object, module, measurement, channel. Lengths and areas are in px; each has a second column in µm. Intensities are
 * in the file's own units, not 0..1 as in CellProfiler. CellProfiler has no `P95Intensity` and no `NucleusCellRatio`.
 */
interface Column {
  readonly name: string;
  /** Returns null without a value: when there is no nucleus, no such channel, or no known pixel size. */
  readonly value: (cell: Cell, measured: CellMeasurements, pixelSize: number | null) => number | null;
}

const lengths = [
  ["Perimeter", "perimeter"],
  ["MajorAxisLength", "majorAxisLength"],
  ["MinorAxisLength", "minorAxisLength"],
] as const;

function shapeColumns(object: string, shapeOf: (measured: CellMeasurements) => Shape | null): Column[] {
  const prefix = `${object}_AreaShape`;
  const of = (name: keyof Shape) => (_cell: Cell, measured: CellMeasurements) => shapeOf(measured)?.[name] ?? null;
  return [
    { name: `${prefix}_Area`, value: of("area") },
    ...lengths.map(([name, key]): Column => ({ name: `${prefix}_${name}`, value: of(key) })),
    { name: `${prefix}_Eccentricity`, value: of("eccentricity") },
    { name: `${prefix}_Solidity`, value: of("solidity") },
    {
      name: `${prefix}_Area_um2`,
      value: (cell, measured, pixelSize) => squareMicrometres(of("area")(cell, measured), pixelSize),
    },
    ...lengths.map(
      ([name, key]): Column => ({
        name: `${prefix}_${name}_um`,
        value: (cell, measured, pixelSize) => micrometres(of(key)(cell, measured), pixelSize),
      }),
    ),
  ];
}

function cytoplasmArea({ cell, nucleus }: CellMeasurements): number {
  return cell.area - (nucleus?.area ?? 0);
}

const parts = [
  ["Cells", "cell", (measured: CellMeasurements) => measured.cell.area],
  ["Nuclei", "nucleus", (measured: CellMeasurements) => measured.nucleus?.area ?? 0],
  ["Cytoplasm", "cytoplasm", cytoplasmArea],
] as const;

function intensityColumns(channel: ChannelName): Column[] {
  return parts.flatMap(([object, part, areaOf]) => {
    const of = (figure: (intensity: RegionIntensity, area: number) => number) => {
      return (_cell: Cell, measured: CellMeasurements) => {
        const intensity = measured.intensity[channel]?.[part] ?? null;
        return intensity === null ? null : figure(intensity, areaOf(measured));
      };
    };
    const prefix = `${object}_Intensity`;
    return [
      { name: `${prefix}_MeanIntensity_${channel}`, value: of(({ integrated }, area) => integrated / area) },
      { name: `${prefix}_IntegratedIntensity_${channel}`, value: of(({ integrated }) => integrated) },
      { name: `${prefix}_P95Intensity_${channel}`, value: of(({ p95 }) => p95) },
    ];
  });
}

const columns: readonly Column[] = [
  ...shapeColumns("Cells", ({ cell }) => cell),
  ...shapeColumns("Nuclei", ({ nucleus }) => nucleus),
  { name: "Cytoplasm_AreaShape_Area", value: (_cell, measured) => cytoplasmArea(measured) },
  {
    name: "Cytoplasm_AreaShape_Area_um2",
    value: (_cell, measured, pixelSize) => squareMicrometres(cytoplasmArea(measured), pixelSize),
  },
  { name: "Math_NucleusCellRatio", value: ({ nucleusArea, area }) => nucleusArea / area },
  ...channelNames.flatMap(intensityColumns),
];

export const measurementNames: readonly string[] = columns.map(({ name }) => name);

/**
 * The values of one cell for `measurementNames`, rounded to nine digits. All are null for a cell that was stored before
 * cells were measured like this.
 *
 * @param pixelSize µm per px; null when it is not known.
 */
export function measurementValues(cell: Cell, pixelSize: number | null): (number | null)[] {
  const { measurements } = cell;
  return columns.map(({ value }) => {
    const figure = measurements === null ? null : value(cell, measurements, pixelSize);
    return figure === null ? null : Number(figure.toPrecision(9));
  });
}

function micrometres(length: number | null, pixelSize: number | null): number | null {
  return length === null || pixelSize === null ? null : length * pixelSize;
}

function squareMicrometres(area: number | null, pixelSize: number | null): number | null {
  return area === null || pixelSize === null ? null : area * pixelSize * pixelSize;
}
