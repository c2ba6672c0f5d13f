import { Text, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useState } from "react";
import type { TilePredictions, WeakLabel } from "../../domain/localisation/localisation.ts";
import { rankClasses } from "../../domain/localisation/top-classes.ts";
import { classColour, cssColour } from "../../state/derive/class-colours.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { usePresence } from "../controls/use-presence.ts";
import { describePredictor } from "./describe-predictor.ts";
import classes from "./ProbabilityBars.module.css";

/** Number of classes shown at first. */
const few = 6;

interface ProbabilityBarsProps {
  readonly predictions: TilePredictions | null;
  readonly cell: number;
  readonly weakLabel: WeakLabel | null;
}

/** A bar for the probability of each class of a cell, the likeliest class first. */
export function ProbabilityBars({ predictions, cell, weakLabel }: ProbabilityBarsProps) {
  const names = useDataset((state) => state.classes.names);
  const [all, setAll] = useState(false);
  const model = useDataset((state) => state.model);
  const stale = useLearning((state) => state.predictionStale);
  const { thresholds, isPresent, note } = usePresence(predictions?.modelId);
  const ranked = rankClasses(predictions, cell);
  if (predictions === null || ranked === null) {
    return (
      <Text size="sm" c="dimmed">
        {predictions === null
          ? "No probabilities yet. Train a model and predict."
          : "Not predicted yet, because the cell was corrected."}
      </Text>
    );
  }
  const shown = all ? ranked : ranked.slice(0, few);
  return (
    <>
      <ol className={classes["bars"]} aria-label="Probability of each class">
        {shown.map((entry) => {
          const { classIndex, probability } = entry;
          const threshold = thresholds?.[classIndex];
          const name = names[classIndex] ?? `Class ${classIndex}`;
          return (
            <li key={classIndex}>
              <span className={classes["name"]} title={name}>
                <span>{name}</span>
                {weakLabel?.includes(classIndex) === true && (
                  <Tooltip label="A label of this tile">
                    <IconTag size={13} stroke={1.8} aria-label="label of this tile" />
                  </Tooltip>
                )}
              </span>
              <span className={classes["value"]} data-present={isPresent(entry)}>
                {isPresent(entry) && <VisuallyHidden>present, </VisuallyHidden>}
                {probability.toFixed(2)}
              </span>
              <span className={classes["track"]} aria-hidden>
                <span
                  className={classes["bar"]}
                  style={{ width: `${100 * probability}%`, background: cssColour(classColour(classIndex)) }}
                />
                {threshold !== undefined && (
                  <span
                    className={classes["threshold"]}
                    style={{ left: `${100 * threshold}%` }}
                    title={`Present from ${threshold.toFixed(2)} on`}
                  />
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <Text size="xs" c="dimmed" mt={8}>
        {thresholds !== null && !ranked.some(isPresent)
          ? "No class reaches its threshold: the model is not sure about this cell. "
          : ""}
        {note}
        Each class has its own probability from 0 to 1; they need not add up to 1.
        <br />
        {describePredictor(predictions, model, stale)}
      </Text>
      {ranked.length > few && (
        <UnstyledButton className={classes["more"]} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show the likeliest only" : `Show all ${ranked.length} classes`}
        </UnstyledButton>
      )}
    </>
  );
}
