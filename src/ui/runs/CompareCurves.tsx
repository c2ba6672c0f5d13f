import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import type { EpochMetrics } from "../../domain/training/training-progress.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { LineChart } from "../controls/LineChart.tsx";
import classes from "./CompareCurves.module.css";
import { runColour } from "./run-colours.ts";

const unitRange = [0, 1] as const;

interface Curve {
  readonly title: string;
  readonly figureOf: (epoch: EpochMetrics) => number | null;
  readonly range?: readonly [number, number];
}

const curves: readonly Curve[] = [
  { title: "Validation mAP", figureOf: (epoch) => epoch.meanAveragePrecision, range: unitRange },
  { title: "Training loss", figureOf: (epoch) => epoch.trainingLoss },
];

/** Replaces a CSS variable by its value, because a canvas does not know CSS variables. */
function resolved(colour: string): string {
  const name = /var\((--[\w-]+)\)/.exec(colour)?.[1] ?? "";
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "gray";
}

/** The curves of several runs over the same epochs, each in its run's colour. Loaded on demand with its library. */
export function CompareCurves({ runs }: { readonly runs: readonly TrainingRun[] }) {
  const scheme = useComputedColorScheme("light");
  const longest = Math.max(1, ...runs.map(({ epochs }) => epochs.length));
  const x = useMemo(() => Array.from({ length: longest }, (_, index) => index + 1), [longest]);
  return (
    <div className={classes["curves"]}>
      {curves.map(({ title, figureOf, range }) => (
        <div key={title}>
          <h4 className={classes["title"]}>{title}</h4>
          <LineChart
            label={`${title} of ${runs.length} runs over ${longest} epochs.`}
            scheme={scheme}
            x={x}
            xEnd={longest}
            {...(range ? { yRange: range } : {})}
            series={runs.map(({ id, epochs }, index) => ({
              name: id,
              colour: resolved(runColour(index)),
              values: x.map((epoch) => {
                const metrics = epochs.find((one) => one.epoch === epoch);
                return metrics === undefined ? null : figureOf(metrics);
              }),
            }))}
          />
        </div>
      ))}
    </div>
  );
}
