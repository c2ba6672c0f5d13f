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

/** Everything that validation says of a model. */
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
            `As Kaggle counts it, at IoU 0.6 with the outlines taken as right: ${formatFigure(report.instanceMeanAveragePrecision)}.`}
        </Text>
        <Text size="xs" c="dimmed" mt={6}>
          Counted against the labels of whole tiles, which about half of the cells do not show in full: even a perfect
          model stays below 1, and these are no figures against what each cell shows. {describeIntervals(report)}{" "}
          Thresholds and temperatures were fitted on these same cells, so F1 and ECE flatter; “F1 elsewhere” does not.
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
          Each row takes the validation cells whose label set has its class; a figure is how many percent of them are
          predicted the column’s class, at its threshold. A cell with several labels or predictions is counted in each,
          so rows need not add up to 100. Off the framed diagonal a figure may be right: point at it to see how many
          cells carry both labels.
          {unlabelled === 0 ? "" : ` ${unlabelled} classes without validation cells have no row.`}
        </Text>
        <CoOccurrenceTable report={report} names={names} />
      </div>
    </Modal>
  );
}
