import { Select, Text } from "@mantine/core";
import { useState } from "react";
import type { EvaluationReport } from "../../domain/localisation/evaluation.ts";
import { formatWhole } from "../format/format-number.ts";
import { ReliabilityDiagram } from "./ReliabilityDiagram.tsx";
import classes from "./ReliabilitySection.module.css";

interface ReliabilitySectionProps {
  readonly report: EvaluationReport;
  readonly names: readonly string[];
}

const allClasses = "all";

/** Shows how well the probabilities agree with the share of cells that have the label, for all classes or for one. */
export function ReliabilitySection({ report, names }: ReliabilitySectionProps) {
  const [chosen, setChosen] = useState<string>(allClasses);
  const figures = chosen === allClasses ? report : (report.classes[Number(chosen)] ?? report);
  const { reliability, calibrationError } = figures;
  const temperature = "temperature" in figures ? figures.temperature : null;
  const what = chosen === allClasses ? "all classes" : (names[Number(chosen)] ?? chosen);
  return (
    <div className={classes["reliability"]}>
      <ReliabilityDiagram
        label={`Reliability of ${what}: expected calibration error ${calibrationError.after.toFixed(3)}, before calibration ${calibrationError.before.toFixed(3)}.`}
        reliability={reliability}
      />
      <div className={classes["beside"]}>
        <Select
          label="Class"
          description="The class whose probabilities are drawn"
          allowDeselect={false}
          maw={260}
          value={chosen}
          onChange={(value) => setChosen(value ?? allClasses)}
          data={[
            { value: allClasses, label: "All classes" },
            ...report.classes.map((_, index) => ({ value: String(index), label: names[index] ?? `Class ${index}` })),
          ]}
        />
        <Text size="sm" mt="md">
          Expected calibration error {calibrationError.after.toFixed(3)}, before calibration{" "}
          {calibrationError.before.toFixed(3)}.{temperature === null ? "" : ` Temperature ${temperature.toFixed(2)}.`}
        </Text>
        <Text size="xs" c="dimmed" mt={6}>
          The cells are in ten bins by their probability. On the dashed line, the label is there as often as the
          probability says; below it the model is too sure. The solid line shows the probabilities that predictions
          hold, with each class's logits divided by its temperature. The grey line shows the network's own
          probabilities. The bars count the cells,{" "}
          {formatWhole(Math.max(...reliability.after.map(({ count }) => count)))} in the tallest one.
        </Text>
      </div>
    </div>
  );
}
