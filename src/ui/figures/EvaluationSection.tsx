import { Button, Text } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useDataset } from "../../state/dataset-store.ts";
import { Section } from "../panel/Section.tsx";
import { describeEvaluation } from "./describe-evaluation.ts";
import { formatWithInterval } from "./format-figure.ts";

const EvaluationDialog = lazy(async () => ({ default: (await import("./EvaluationDialog.tsx")).EvaluationDialog }));

/** The model's figures in short, and the way to all of them; nothing for a model without. */
export function EvaluationSection() {
  const model = useDataset((state) => state.model);
  const [open, setOpen] = useState(false);
  const report = model?.evaluation;
  if (!model || !report) return null;
  return (
    <Section title="Evaluation of the model">
      <Text size="sm">Mean average precision {formatWithInterval(report.meanAveragePrecision)}</Text>
      <Text size="xs" c="dimmed" mt={4} mb={10}>
        On {describeEvaluation(report)}
      </Text>
      <Button
        fullWidth
        variant="default"
        leftSection={<IconReportAnalytics size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Show all figures
      </Button>
      {open && (
        <Suspense fallback={null}>
          <EvaluationDialog report={report} names={model.classes.names} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Section>
  );
}
