import type { DataOptions } from "./experiment-data.ts";
import type { ExperimentRow } from "./experiment-rows.ts";
import type { LabelNoise } from "./measure-noise.ts";
import type { RowResult } from "./measure-row.ts";
import { type RowSummary, type Spread, spreadOf } from "./summarise-results.ts";
import type { DataResult } from "./work-off-jobs.ts";

/** Everything that a call of the command measured. */
export interface ExperimentReport {
  /** Date of the last result, ISO 8601. */
  readonly date: string;
  readonly backends: readonly string[];
  /** Processor time, summed over all rows and seeds. */
  readonly processorSeconds: number;
  readonly seeds: readonly number[];
  readonly data: DataOptions;
  readonly rows: readonly ExperimentRow[];
  readonly summaries: readonly RowSummary[];
  /**
   * For each row, the closed share of the gap between the mean of `inherit` and the mean of true labels with the
   * context head. null when that row was not measured.
   */
  readonly closedToContext: readonly number[] | null;
  readonly results: readonly RowResult[];
  readonly dataResults: readonly DataResult[];
  /** Whether every row was measured with at least three seeds. */
  readonly complete: boolean;
}

/** Rates that were measured on 5,090 hand-labelled cells of HPA. */
const measuredOnHpa: ReadonlyMap<string, number> = new Map([
  ["Nucleoplasm", 0.78],
  ["Nuclear speckles", 0.87],
  ["Mitochondria", 0.85],
  ["Centrosome", 0.24],
]);

function spreadText({ mean, deviation }: Spread, digits = 3): string {
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function resultTable({ summaries, seeds, closedToContext }: ExperimentReport): string {
  return table(
    [
      "trained on",
      ...seeds.map((seed) => `seed ${seed}`),
      "mAP, mean ± sd",
      "gap closed, by seed",
      "of means",
      ...(closedToContext === null ? [] : ["of the gap to true labels with context"]),
      "processor seconds per run",
    ],
    summaries.map(({ title, bySeed, precision, closed, processorSeconds }, index) => [
      title,
      ...bySeed.map((value) => value.toFixed(3)),
      spreadText(precision),
      `${percent(closed.spread.mean)} ± ${percent(closed.spread.deviation)}`,
      percent(closed.ofMeans),
      ...(closedToContext === null ? [] : [percent(closedToContext[index] ?? Number.NaN)]),
      processorSeconds.toFixed(0),
    ]),
  );
}

function noiseTable(noises: readonly LabelNoise[]): string {
  const pooled = (noises[0]?.classes ?? []).map(({ name, asked }) => {
    const own = noises.flatMap(({ classes }) => classes.filter((other) => other.name === name));
    const cells = own.reduce((sum, { cells: count }) => sum + count, 0);
    const rate = own.reduce((sum, { rate: share, cells: count }) => sum + share * count, 0) / Math.max(1, cells);
    return [name, rate.toFixed(2), asked.toFixed(3), measuredOnHpa.get(name)?.toFixed(2) ?? "", String(cells)];
  });
  const over = (of: (noise: LabelNoise) => number) => spreadOf(noises.map(of)).mean;
  return table(
    ["class", "shown by cells whose tile has it", "requested from the generator", "measured on HPA", "cells"],
    [
      ...pooled,
      ["**all pairs of a cell and a label of its tile**", over(({ overall }) => overall).toFixed(3), "", "0.655", ""],
      ["**cells without protein**", percent(over(({ dark }) => dark)), "10 %", "10 %", ""],
      ["**cells that differ from their tile's labels**", percent(over(({ differing }) => differing)), "", "52 %", ""],
    ],
  );
}

/** Renders the report as Markdown. */
export function renderReport(report: ExperimentReport): string {
  const { date, backends, processorSeconds, seeds, data, rows, results, dataResults } = report;
  const shared = rows[0]?.options;
  const [first] = results;
  const probe = (of: (result: DataResult) => number) => spreadText(spreadOf(dataResults.map(of)));
  return [
    `Written by \`npm run experiment\` on ${date}; backend ${backends.join("; ")}; ${seeds.length} seeds; ${(processorSeconds / 60).toFixed(0)} minutes of processor time in all, shared by two processes. ` +
      `${data.trainingTiles} training and ${data.testTiles} test tiles of ${data.side} px per seed, ${first?.trainingCells} and ${first?.testCells} cells (seed ${first?.seed}), crops of ${data.cropSize} px, ` +
      `\`${shared?.backbone}\`, ${shared?.epochs} epochs, batches of ${shared?.batchSize}, learning rate ${shared?.learningRate}.`,
    resultTable(report),
    `Gap closed: (row − \`inherit\`) / (true labels − \`inherit\`), seed by seed (same tiles, initial weights and shuffle), and of the means.`,
    `**Linear probes** (logistic regression on true labels, mAP on the test cells): mean intensities of the four channels ${probe(({ probes }) => probes.meanIntensities)} (bar: below 0.5); ` +
      `all measurements of \`cells.csv\`'s kind ${probe(({ probes }) => probes.allMeasurements)}.`,
    noiseTable(dataResults.map(({ noise }) => noise)),
  ].join("\n\n");
}

/** Replaces the part of `text` between the markers `<!-- name:begin -->` and `<!-- name:end -->`. */
export function replaceBetween(text: string, name: string, replacement: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no markers ${begin} and ${end}.`);
  return `${text.slice(0, from + begin.length)}\n${replacement}\n${text.slice(to)}`;
}
