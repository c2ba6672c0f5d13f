import { SimpleGrid } from "@mantine/core";
import { trainingOptionRanges } from "../../domain/training/training-option-ranges.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { NumberField } from "../controls/NumberField.tsx";

interface KeepingOptionsProps {
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

/** How often a run is kept, and when it ends by itself. */
export function KeepingOptions({ disabled, onChange }: KeepingOptionsProps) {
  const { checkpointMinutes, earlyStopping } = useLearning((state) => state.options);
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <NumberField
        label="Checkpoint every"
        hint="Minutes between checkpoints inside an epoch, beside the one after each epoch; 0 writes none in between."
        suffix=" min"
        value={checkpointMinutes}
        {...trainingOptionRanges.checkpointMinutes}
        step={1}
        disabled={disabled}
        onChange={(minutes) => onChange({ checkpointMinutes: minutes })}
      />
      <NumberField
        label="Early stopping"
        hint="The run ends after so many epochs without a better validation mAP; 0 never does."
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
