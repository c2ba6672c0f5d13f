import { Table } from "@mantine/core";
import type { EvaluationReport, Figure } from "../../domain/localisation/evaluation.ts";
import { WideContent } from "../controls/WideContent.tsx";
import { formatFigure, formatInterval } from "../format/format-figure.ts";
import { formatWhole } from "../format/format-number.ts";
import { ClassName } from "./ClassName.tsx";
import classes from "./EvaluationTable.module.css";

interface EvaluationTableProps {
  readonly report: EvaluationReport;
  readonly names: readonly string[];
}

const columns = [
  ["Class", ""],
  ["Cells", "Validation cells that carry the label"],
  ["AP", "Average precision: how well the cells are ranked; a random ranking gives the share of cells with the label"],
  ["AUC", "Area under the ROC curve: how often a cell with the label is ranked above a cell without it; 0.5 by chance"],
  [
    "Threshold",
    "The class counts as present from this probability on. It gives the best F1 on the validation cells; 0.5 without any",
  ],
  ["Precision", "Share of the cells called present that carry the label"],
  ["Recall", "Share of the cells with the label that are called present"],
  ["F1", "2 · precision · recall / (precision + recall), at the threshold"],
  ["F1 elsewhere", "F1 with thresholds chosen on other validation tiles: what to expect on new tiles"],
  ["T", "Temperature: the network's logits are divided by it; above 1 the network was too sure"],
  [
    "ECE",
    "Expected calibration error: mean distance between the probability and the share of cells with the label, after calibration",
  ],
] as const;

/** The table of all figures of all classes. */
export function EvaluationTable({ report, names }: EvaluationTableProps) {
  return (
    <WideContent mt={10}>
      <Table className={classes["table"]} horizontalSpacing={8} verticalSpacing={4} aria-label="Figures by class">
        <Table.Thead>
          <Table.Tr>
            {columns.map(([name, hint]) => (
              <Table.Th key={name} title={hint}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.classes.map((figures, index) => {
            const name = names[index] ?? `Class ${index}`;
            return (
              <Table.Tr key={name}>
                <Table.Td>
                  <ClassName index={index} name={name} />
                </Table.Td>
                <Table.Td>{formatWhole(figures.positives)}</Table.Td>
                <FigureCell figure={figures.averagePrecision} />
                <FigureCell figure={figures.rocAuc} />
                <Table.Td title={figures.positives === 0 ? "No validation cell carries the label, so 0.5 is used" : ""}>
                  {figures.threshold.toFixed(3)}
                </Table.Td>
                <ValueCell value={figures.precision} />
                <ValueCell value={figures.recall} />
                <FigureCell figure={figures.f1} />
                <ValueCell value={figures.crossFittedF1} />
                <Table.Td>{figures.temperature.toFixed(2)}</Table.Td>
                <ValueCell
                  value={figures.positives === 0 ? null : figures.calibrationError.after}
                  title={`${figures.calibrationError.before.toFixed(3)} before calibration`}
                />
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </WideContent>
  );
}

function ValueCell({ value, title = "" }: { readonly value: number | null; readonly title?: string }) {
  if (value === null) return <Table.Td className={classes["none"]}>{formatFigure(null)}</Table.Td>;
  return <Table.Td title={title}>{formatFigure(value)}</Table.Td>;
}

function FigureCell({ figure }: { readonly figure: Figure | null }) {
  if (figure === null) return <ValueCell value={null} />;
  return (
    <Table.Td>
      {/* The space separates the two in screen readers and in copied text. */}
      {formatFigure(figure.value)}{" "}
      {figure.interval !== null && <span className={classes["range"]}>{formatInterval(figure.interval)}</span>}
    </Table.Td>
  );
}
