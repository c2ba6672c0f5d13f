import { Modal, Table, Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { bestEpoch } from "../../domain/training/best-epoch.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { WideContent } from "../controls/WideContent.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { formatScore } from "../format/format-number.ts";
import classes from "./CompareRuns.module.css";
import { runName } from "./describe-runs.ts";
import { optionRows } from "./option-words.ts";
import { runColour } from "./run-colours.ts";

const CompareCurves = lazy(async () => ({ default: (await import("./CompareCurves.tsx")).CompareCurves }));

interface CompareRunsProps {
  readonly runs: readonly TrainingRun[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A run's figures, the most important ones first. */
function figuresOf(run: TrainingRun): readonly (readonly [name: string, value: string])[] {
  const best = bestEpoch(run.epochs);
  const last = run.epochs.at(-1);
  const seconds = run.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return [
    ["Best epoch", best === null ? "—" : String(best.epoch)],
    ["mAP, best epoch", formatScore(best?.meanAveragePrecision ?? null)],
    ["mAP, last epoch", formatScore(last?.meanAveragePrecision ?? null)],
    ["Validation loss, best epoch", formatScore(best?.validationLoss ?? null)],
    ["Training loss, last epoch", formatScore(last?.trainingLoss ?? null)],
    ["Epochs", `${run.epochs.length} of ${run.options.epochs}`],
    ["Time", run.epochs.length === 0 ? "—" : formatDuration(seconds)],
    ["Tiles (training + validation)", `${run.trainingTiles.length} + ${run.validationTiles.length}`],
  ];
}

/** A dialog that compares runs: their curves, their final figures, and the options that differ. */
export function CompareRuns({ runs, opened, onClose }: CompareRunsProps) {
  const columns = runs.map(({ id }) => id);
  const figures = runs.map(figuresOf);
  const options = optionRows(runs.map((run) => run.options));
  const rows = (figures[0] ?? []).map(([name], row) => ({ name, values: figures.map((one) => one[row]?.[1] ?? "—") }));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={`Compare ${runs.length} runs`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Suspense fallback={<div className={classes["curvesPlace"]} />}>
        <CompareCurves runs={runs} />
      </Suspense>
      <WideContent>
        <Table className={classes["table"]} horizontalSpacing={6} verticalSpacing={3} aria-label="Figures and options">
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {runs.map((run, index) => (
                <Table.Th key={run.id}>
                  <span className={classes["dot"]} style={{ background: runColour(index) }} />
                  {runName(run)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <ComparisonRows title="Figures" columns={columns} rows={rows} />
            <ComparisonRows title="Options that differ" columns={columns} rows={options} />
          </Table.Tbody>
        </Table>
      </WideContent>
      {options.length === 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          All options are the same.
        </Text>
      )}
    </Modal>
  );
}

interface ComparisonRowsProps {
  readonly title: string;
  /** Ids of the runs. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
}

function ComparisonRows({ title, columns, rows }: ComparisonRowsProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <Table.Tr>
        <Table.Th colSpan={columns.length + 1} className={classes["group"]}>
          {title}
        </Table.Th>
      </Table.Tr>
      {rows.map(({ name, values }) => (
        <Table.Tr key={name}>
          <Table.Td>{name}</Table.Td>
          {values.map((value, column) => (
            <Table.Td key={columns[column]}>{value}</Table.Td>
          ))}
        </Table.Tr>
      ))}
    </>
  );
}
