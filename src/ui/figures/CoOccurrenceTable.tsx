import type { EvaluationReport } from "../../domain/localisation/evaluation.ts";
import { WideContent } from "../controls/WideContent.tsx";
import { formatCount, formatWhole } from "../format/format-number.ts";
import classes from "./CoOccurrenceTable.module.css";

interface CoOccurrenceTableProps {
  readonly report: EvaluationReport;
  readonly names: readonly string[];
}

/** Percent of the accent colour behind a share of 1. Text stays readable on it in both colour schemes. */
const strongest = 45;

/**
 * A heat map with a row for each labelled class and a column for each predicted class. It shows which share of a row's
 * cells is predicted the column's class.
 */
export function CoOccurrenceTable({ report, names }: CoOccurrenceTableProps) {
  const { predicted, labelled, nothing } = report.coOccurrence;
  const indices = report.classes.map((_, index) => index);
  const rows = indices.filter((index) => (report.classes[index]?.positives ?? 0) > 0);
  const columns = indices.filter((index) => rows.some((row) => row === index || (predicted[row]?.[index] ?? 0) > 0));
  const nameOf = (index: number) => names[index] ?? `Class ${index}`;
  return (
    <WideContent mt={10}>
      <table className={classes["heat"]} aria-label="Labelled against predicted classes">
        <thead>
          <tr>
            <td />
            <td className={classes["count"]}>cells</td>
            {columns.map((column) => (
              <th key={column} scope="col" title={`Predicted: ${nameOf(column)}`}>
                <span>{nameOf(column)}</span>
              </th>
            ))}
            <th scope="col" className={classes["apart"]} title="No class reached its threshold">
              <span>Nothing predicted</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const cells = report.classes[row]?.positives ?? 0;
            return (
              <tr key={row}>
                <th scope="row" title={`Labelled: ${nameOf(row)}`}>
                  {nameOf(row)}
                </th>
                <td className={classes["count"]}>{formatWhole(cells)}</td>
                {columns.map((column) => {
                  const count = predicted[row]?.[column] ?? 0;
                  const both = labelled[row]?.[column] ?? 0;
                  return (
                    <HeatCell
                      key={column}
                      share={count / cells}
                      right={row === column}
                      title={`${formatWhole(count)} of ${formatCount(cells, "cell")} labelled ${nameOf(row)} are predicted ${nameOf(column)}${
                        row === column ? "" : `; ${formatWhole(both)} carry both labels`
                      }.`}
                    />
                  );
                })}
                <HeatCell
                  share={(nothing[row] ?? 0) / cells}
                  apart
                  title={`For ${formatWhole(nothing[row] ?? 0)} of ${formatCount(cells, "cell")} labelled ${nameOf(row)} no class reaches its threshold.`}
                />
              </tr>
            );
          })}
        </tbody>
      </table>
    </WideContent>
  );
}

interface HeatCellProps {
  readonly share: number;
  readonly title: string;
  /** True on the diagonal. */
  readonly right?: boolean;
  readonly apart?: boolean;
}

function HeatCell({ share, title, right = false, apart = false }: HeatCellProps) {
  const percent = Math.round(100 * share);
  return (
    <td
      title={title}
      className={`${right ? classes["right"] : ""} ${apart ? classes["apart"] : ""}`}
      style={{
        backgroundColor: `color-mix(in srgb, var(--cyto-accent) ${(strongest * share).toFixed(1)}%, var(--cyto-surface))`,
      }}
    >
      {percent === 0 ? "" : percent}
    </td>
  );
}
