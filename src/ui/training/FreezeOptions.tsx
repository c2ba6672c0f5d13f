import { Switch, Tooltip } from "@mantine/core";
import { type Freeze, freezeChoices, type TrainingOptions } from "../../domain/training/training-options.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";

interface FreezeOptionsProps {
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

const labels: Readonly<Record<Freeze, string>> = {
  nothing: "The whole network",
  "all-but-last-stage": "Head and last stage",
  backbone: "Head only",
};

/** Which weights a run changes. */
export function FreezeOptions({ disabled, onChange }: FreezeOptionsProps) {
  const { freeze, freezeBatchNorm } = useLearning((state) => state.options);
  return (
    <>
      <HintedSelect
        label="What is learnt"
        hint="All other weights keep their starting values. Freezing is good for few labelled cells, and needs starting weights."
        disabled={disabled}
        data={freezeChoices.map((value) => ({ value, label: labels[value] }))}
        value={freeze}
        onChange={(value) => onChange({ freeze: freezeChoices.find((choice) => choice === value) ?? "nothing" })}
      />
      <Tooltip
        label="Normalises with the statistics of the starting weights instead of those of each micro-batch. Useful for micro-batches below 8 cells."
        position="left"
      >
        <Switch
          size="xs"
          label="Freeze batch statistics"
          disabled={disabled}
          checked={freezeBatchNorm}
          onChange={(event) => onChange({ freezeBatchNorm: event.currentTarget.checked })}
        />
      </Tooltip>
    </>
  );
}
