import { Text, useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { curveData } from "../../state/derive/curve-data.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { LineChart } from "../controls/LineChart.tsx";
import { formatCount, formatScore } from "../format/format-number.ts";
import classes from "./TrainingCurves.module.css";

/** These colours differ clearly in both colour schemes, also for people who confuse red and green. */
const colours = {
  light: { training: "#0b6cb5", validation: "#c2410c", score: "#6d3fc0" },
  dark: { training: "#5eb0ef", validation: "#ff9d4d", score: "#b79bf2" },
} as const;

const unitRange = [0, 1] as const;

/** Live curves of the losses and the mean average precision over the epochs. Loaded on demand with its library. */
export function TrainingCurves() {
  const run = useLearning((state) => state.run);
  const trace = useLearning((state) => state.trace);
  const scheme = useComputedColorScheme("light");
  const { training, validation, score } = colours[scheme];
  const metrics = run?.epochs ?? [];
  const data = useMemo(() => curveData(trace, run?.epochs ?? []), [trace, run?.epochs]);
  const last = metrics[metrics.length - 1];
  const xEnd = run?.options.epochs ?? 1;
  const heldBack = run === null || run.validationTiles.length > 0;
  const hasValidation = metrics.some((epoch) => epoch.validationLoss !== null);
  return (
    <>
      <div className={classes["head"]}>
        <span>Loss</span>
        <span className={classes["legend"]}>
          <span style={{ color: training }}>training {formatScore(last?.trainingLoss ?? null)}</span>
          {hasValidation && (
            <span style={{ color: validation }}>validation {formatScore(last?.validationLoss ?? null)}</span>
          )}
        </span>
      </div>
      <LineChart
        label={`Loss over ${formatCount(metrics.length, "epoch")}: training ${formatScore(last?.trainingLoss ?? null)}, validation ${formatScore(last?.validationLoss ?? null)}.`}
        scheme={scheme}
        x={data.epochs}
        xEnd={xEnd}
        series={[
          { name: "steps", colour: training, values: data.stepLoss, faint: true },
          { name: "training", colour: training, values: data.trainingLoss },
          { name: "validation", colour: validation, values: data.validationLoss },
        ]}
      />
      {heldBack && (
        <>
          <div className={classes["head"]}>
            <span>Mean average precision</span>
            <span className={classes["legend"]}>
              <span style={{ color: score }}>validation {formatScore(last?.meanAveragePrecision ?? null)}</span>
            </span>
          </div>
          <LineChart
            label={`Mean average precision on validation tiles: ${formatScore(last?.meanAveragePrecision ?? null)}.`}
            scheme={scheme}
            x={data.epochs}
            xEnd={xEnd}
            yRange={unitRange}
            series={[{ name: "score", colour: score, values: data.meanAveragePrecision }]}
          />
        </>
      )}
      <p className={classes["axisName"]}>Epoch</p>
      {!heldBack && (
        <Text size="xs" c="dimmed" mt={6}>
          No tile is held back, so there are no validation figures: the validation share is 0, there are fewer than
          three labelled tiles, or each tile has a label that no other tile has.
        </Text>
      )}
    </>
  );
}
