import { Button, Text } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { Section } from "../controls/Section.tsx";
import { formatWithInterval } from "../format/format-figure.ts";
import { describeEvaluation } from "./describe-evaluation.ts";

const EvaluationDialog = lazy(async () => ({ default: (await import("./EvaluationDialog.tsx")).EvaluationDialog }));

/** The model's figures in short, and the way to all of them; nothing for a model without. */
export function EvaluationSection() {
  const model = useDataset((state) => state.model);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const report = model?.evaluation;
  if (!model || !report) return null;
  // The dialog is gone as soon as it is closed, and with it the focus: it goes back by hand to where it came from.
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
