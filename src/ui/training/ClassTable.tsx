import { Table } from "@mantine/core";
import type { EpochMetrics } from "../../domain/training/training-progress.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { ClassName } from "../figures/ClassName.tsx";
import { formatFigure } from "../format/format-figure.ts";
import { formatWhole } from "../format/format-number.ts";
import classes from "./ClassTable.module.css";

/** Validation figures of every class after the last epoch; "none" where they are not defined. */
export function ClassTable({ metrics }: { readonly metrics: EpochMetrics }) {
  const names = useDataset((state) => state.classes.names);
  return (
    <Table className={classes["table"]} horizontalSpacing={4} verticalSpacing={4} aria-label="Validation by class">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Class</Table.Th>
          <Table.Th title="Average precision on validation cells">AP</Table.Th>
          <Table.Th title="F1 at a threshold of 0.5">F1</Table.Th>
          <Table.Th title="Validation cells that carry the label">Pos.</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {metrics.classes.map(({ positives, averagePrecision, f1 }, index) => {
          const name = names[index] ?? `Class ${index}`;
          return (
            <Table.Tr key={name}>
              <Table.Td title={name}>
                <ClassName index={index} name={name} />
              </Table.Td>
              <Table.Td>{formatFigure(averagePrecision)}</Table.Td>
              <Table.Td>{formatFigure(f1)}</Table.Td>
              <Table.Td>{formatWhole(positives)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
