import { SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { automaticMicroBatch, divisorsOf } from "../../domain/training/micro-batch.ts";
import { augmentationRanges, trainingOptionRanges } from "../../domain/training/training-option-ranges.ts";
import type { AugmentationOptions, TrainingOptions } from "../../domain/training/training-options.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { NumberField } from "../controls/NumberField.tsx";
import { FreezeOptions } from "./FreezeOptions.tsx";
import { KeepingOptions } from "./KeepingOptions.tsx";
import { SyntheticOptions } from "./SyntheticOptions.tsx";

interface AdvancedOptionsProps {
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

function microBatchChoices(batchSize: number): readonly { readonly value: string; readonly label: string }[] {
  const sizes = divisorsOf(batchSize).map((size) => ({ value: String(size), label: String(size) }));
  return [{ value: String(automaticMicroBatch), label: "Automatic" }, ...sizes];
}

/** All other options of a run. */
export function AdvancedOptions({ disabled, onChange }: AdvancedOptionsProps) {
  const options = useLearning((state) => state.options);
  const augment = (change: Partial<AugmentationOptions>) =>
    onChange({ augmentation: { ...options.augmentation, ...change } });
  const { augmentation } = options;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <HintedSelect
          label="Optimizer"
          hint="How steps are computed from gradients. AdamW needs little tuning."
          disabled={disabled}
          data={[
            { value: "adamw", label: "AdamW" },
            { value: "sgd", label: "SGD with momentum" },
          ]}
          value={options.optimizer}
          onChange={(value) => onChange({ optimizer: value === "sgd" ? "sgd" : "adamw" })}
        />
        <HintedSelect
          label="Micro-batch size"
          hint="Number of cells on the GPU at once; several micro-batches make one batch. Automatic tries how many the GPU's memory holds. Lower it when memory runs out."
          disabled={disabled}
          data={microBatchChoices(options.batchSize)}
          value={String(options.microBatchSize)}
          onChange={(value) => onChange({ microBatchSize: Number(value) })}
        />
        <NumberField
          label="Weight decay"
          hint="Pulls weights towards zero, against overfitting."
          value={options.weightDecay}
          {...trainingOptionRanges.weightDecay}
          step={0.005}
          decimals={5}
          disabled={disabled}
          onChange={(weightDecay) => onChange({ weightDecay })}
        />
        <NumberField
          label="Warm-up share"
          hint="Share of all steps in which the learning rate rises to its highest, 0 to 1."
          value={options.warmUp}
          {...trainingOptionRanges.warmUp}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(warmUp) => onChange({ warmUp })}
        />
        <NumberField
          label="Focal gamma"
          hint="A higher value gives more weight to cells that are still predicted wrongly; 0 is plain cross-entropy."
          value={options.focalGamma}
          {...trainingOptionRanges.focalGamma}
          step={0.5}
          decimals={2}
          disabled={disabled}
          onChange={(focalGamma) => onChange({ focalGamma })}
        />
        <NumberField
          label="Label smoothing"
          hint="Softens the targets, because the labels of a tile are not right for each of its cells."
          value={options.labelSmoothing}
          {...trainingOptionRanges.labelSmoothing}
          step={0.01}
          decimals={3}
          disabled={disabled}
          onChange={(labelSmoothing) => onChange({ labelSmoothing })}
        />
        <NumberField
          label="Absent in cell"
          hint="Probability that a cell does not show a label of its tile: 0.345 in HPA data. It lowers the targets of these labels only."
          value={options.absentInCell}
          {...trainingOptionRanges.absentInCell}
          step={0.05}
          decimals={3}
          disabled={disabled}
          onChange={(absentInCell) => onChange({ absentInCell })}
        />
      </SimpleGrid>
      <KeepingOptions disabled={disabled} onChange={onChange} />
      <Switch
        size="xs"
        label="Give rare classes more weight"
        disabled={disabled}
        checked={options.classWeighting}
        onChange={(event) => onChange({ classWeighting: event.currentTarget.checked })}
      />
      <FreezeOptions disabled={disabled} onChange={onChange} />
      <Text size="xs" fw={600}>
        Random changes to each training cell
      </Text>
      <Switch
        size="xs"
        label="Mirror images"
        disabled={disabled}
        checked={augmentation.flips}
        onChange={(event) => augment({ flips: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="Quarter turns"
        disabled={disabled}
        checked={augmentation.rightAngles}
        onChange={(event) => augment({ rightAngles: event.currentTarget.checked })}
      />
      <SimpleGrid cols={3} spacing="xs">
        <NumberField
          label="Rotation ±"
          hint="Turns by up to this many degrees either way."
          suffix="°"
          value={augmentation.rotation}
          {...augmentationRanges.rotation}
          step={5}
          disabled={disabled}
          onChange={(rotation) => augment({ rotation })}
        />
        <NumberField
          label="Zoom ±"
          hint="Makes cells larger or smaller by up to this share."
          value={augmentation.scale}
          {...augmentationRanges.scale}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(scale) => augment({ scale })}
        />
        <NumberField
          label="Intensity ±"
          hint="Makes each channel brighter or dimmer by up to this share."
          value={augmentation.intensity}
          {...augmentationRanges.intensity}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(intensity) => augment({ intensity })}
        />
      </SimpleGrid>
      <SyntheticOptions
        value={options.syntheticHelpers}
        disabled={disabled}
        onChange={(syntheticHelpers) => onChange({ syntheticHelpers })}
      />
    </Stack>
  );
}
