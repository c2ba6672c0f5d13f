import { Button, Text } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { Section } from "../controls/Section.tsx";
import { formatWithInterval } from "../format/format-figure.ts";
import { describeEvaluation } from "./describe-evaluation.ts";

const EvaluationDialog = lazy(async () => ({ default: (await import("./EvaluationDialog.tsx")).EvaluationDialog }));

/** The model's main figure, and a button that shows all of them. Shows nothing for a model without figures. */
export function EvaluationSection() {
  const model = useDataset((state) => state.model);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const report = model?.evaluation;
  if (!model || !report) return null;
  // The dialog is removed as soon as it is closed, and the focus with it. So this sets the focus back by hand.
  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  return (
    <Section title="Evaluation of the model">
      <Text size="sm">Mean average precision {formatWithInterval(report.meanAveragePrecision)}</Text>
      <Text size="xs" c="dimmed" mt={4} mb={10}>
        On {describeEvaluation(report)}
      </Text>
      <Button
        ref={button}
        fullWidth
        variant="default"
        leftSection={<IconReportAnalytics size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Show all figures
      </Button>
      {open && (
        <Suspense fallback={null}>
          <EvaluationDialog report={report} names={model.classes.names} onClose={close} />
        </Suspense>
      )}
    </Section>
  );
}
