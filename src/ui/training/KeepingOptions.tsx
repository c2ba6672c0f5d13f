import { SimpleGrid } from "@mantine/core";
import { trainingOptionRanges } from "../../domain/training/training-option-ranges.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { NumberField } from "../controls/NumberField.tsx";

interface KeepingOptionsProps {
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

/** How often a run is stored, and when it ends early. */
export function KeepingOptions({ disabled, onChange }: KeepingOptionsProps) {
  const { checkpointMinutes, earlyStopping } = useLearning((state) => state.options);
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <NumberField
        label="Checkpoint every"
        hint="Minutes between checkpoints inside an epoch; 0 writes none there. There is always one after each epoch."
        suffix=" min"
        value={checkpointMinutes}
        {...trainingOptionRanges.checkpointMinutes}
        step={1}
        disabled={disabled}
        onChange={(minutes) => onChange({ checkpointMinutes: minutes })}
      />
      <NumberField
        label="Early stopping"
        hint="The run ends after this many epochs without a better validation mAP; with 0 it never ends early."
        suffix=" epochs"
        value={earlyStopping}
        {...trainingOptionRanges.earlyStopping}
        step={1}
        disabled={disabled}
        onChange={(epochs) => onChange({ earlyStopping: epochs })}
      />
    </SimpleGrid>
  );
}
