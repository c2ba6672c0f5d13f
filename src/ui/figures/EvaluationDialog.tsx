import { Button, Modal, Text } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import type { EvaluationReport } from "../../domain/localisation/evaluation.ts";
import { exportResults } from "../../state/actions/export-results.ts";
import { saveFile } from "../controls/save-file.ts";
import { formatFigure, formatWithInterval } from "../format/format-figure.ts";
import { CoOccurrenceTable } from "./CoOccurrenceTable.tsx";
import { describeEvaluation, describeIntervals } from "./describe-evaluation.ts";
import classes from "./EvaluationDialog.module.css";
import { EvaluationTable } from "./EvaluationTable.tsx";
import { ReliabilitySection } from "./ReliabilitySection.tsx";

interface EvaluationDialogProps {
  readonly report: EvaluationReport;
  readonly names: readonly string[];
  readonly onClose: () => void;
}

/** All validation figures of a model. */
export function EvaluationDialog({ report, names, onClose }: EvaluationDialogProps) {
  const unlabelled = report.classes.filter(({ positives }) => positives === 0).length;
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1180px, 96vw)"
      title="Evaluation of the model"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes["section"]}>
        <Text size="sm">
          Mean average precision {formatWithInterval(report.meanAveragePrecision)} on {describeEvaluation(report)}{" "}
          {report.instanceMeanAveragePrecision !== undefined &&
            `By Kaggle's metric, at IoU 0.6 and with all outlines taken as correct: ${formatFigure(report.instanceMeanAveragePrecision)}.`}
        </Text>
        <Text size="xs" c="dimmed" mt={6}>
          The predictions are compared with the labels of whole tiles, which about half of the cells do not show in
          full. So even a perfect model stays below 1, and the figures do not say how well a model finds what each cell
          shows. {describeIntervals(report)} Thresholds and temperatures were fitted on these same cells, so F1 and ECE
          are too good; “F1 elsewhere” is not.
        </Text>
        <EvaluationTable report={report} names={names} />
        <Button
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<IconFileTypeCsv size={15} aria-hidden />}
          onClick={() => void exportResults("evaluation", saveFile)}
        >
          Save as evaluation.csv
        </Button>
      </div>
      <div className={classes["section"]}>
        <h3>Reliability</h3>
        <ReliabilitySection report={report} names={names} />
      </div>
      <div className={classes["section"]}>
        <h3>Labelled against predicted</h3>
        <Text size="xs" c="dimmed">
          Each row holds the validation cells that have the row’s label. A figure is the percentage of them for which
          the column’s class reaches its threshold. A cell with several labels or predictions is counted in each, so
          rows need not add up to 100. Figures off the framed diagonal may be right too: point at one to see how many
          cells carry both labels.
          {unlabelled === 0 ? "" : ` ${unlabelled} classes without validation cells have no row.`}
        </Text>
        <CoOccurrenceTable report={report} names={names} />
      </div>
    </Modal>
  );
}
