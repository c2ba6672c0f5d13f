import { SimpleGrid } from "@mantine/core";
import type { TrainingOptions } from "../../domain/training.ts";
import { trainingOptionRanges } from "../../domain/training-option-ranges.ts";
import { NumberField } from "./NumberField.tsx";

interface ObjectiveOptionsProps {
  readonly options: TrainingOptions;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

/** What only the chosen objective asks for; nothing for one that asks for nothing. */
export function ObjectiveOptions({ options, disabled, onChange }: ObjectiveOptionsProps) {
  if (options.objective !== "self-training") return null;
  return (
    <SimpleGrid cols={3} spacing="xs">
      <NumberField
        label="Folds"
        hint="Parts the tiles are dealt into. Each is predicted by a network that learnt from the others."
        value={options.selfTrainingFolds}
        {...trainingOptionRanges.selfTrainingFolds}
        step={1}
        disabled={disabled}
        onChange={(selfTrainingFolds) => onChange({ selfTrainingFolds })}
      />
      <NumberField
        label="Rounds"
        hint="Times the cells are labelled anew. Each takes a training for every fold."
        value={options.selfTrainingRounds}
        {...trainingOptionRanges.selfTrainingRounds}
        step={1}
        disabled={disabled}
        onChange={(selfTrainingRounds) => onChange({ selfTrainingRounds })}
      />
      <NumberField
        label="Label rate"
        hint="How likely a cell shows a label of its tile: 0.655 in HPA data."
        value={options.expressionRate}
        {...trainingOptionRanges.expressionRate}
        step={0.05}
        decimals={3}
        disabled={disabled}
        onChange={(expressionRate) => onChange({ expressionRate })}
      />
    </SimpleGrid>
  );
}
