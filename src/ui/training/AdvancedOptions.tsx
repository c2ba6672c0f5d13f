import { Select, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import type { AugmentationOptions, TrainingOptions } from "../../domain/training.ts";
import { useLearning } from "../../state/learning-store.ts";
import { NumberField } from "./NumberField.tsx";

interface AdvancedOptionsProps {
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

/** Every divisor of the batch up to it: micro-batches add up to one batch exactly. */
function divisors(batchSize: number): readonly string[] {
  return Array.from({ length: batchSize }, (_, index) => index + 1)
    .filter((size) => batchSize % size === 0)
    .map(String);
}

/** Every other option of a run. */
export function AdvancedOptions({ disabled, onChange }: AdvancedOptionsProps) {
  const options = useLearning((state) => state.options);
  const augment = (change: Partial<AugmentationOptions>) =>
    onChange({ augmentation: { ...options.augmentation, ...change } });
  const { augmentation } = options;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <Select
          size="xs"
          label="Optimizer"
          disabled={disabled}
          allowDeselect={false}
          data={[
            { value: "adamw", label: "AdamW" },
            { value: "sgd", label: "SGD with momentum" },
          ]}
          value={options.optimizer}
          onChange={(value) => onChange({ optimizer: value === "sgd" ? "sgd" : "adamw" })}
        />
        <Select
          size="xs"
          label="Cells on the GPU at once"
          disabled={disabled}
          allowDeselect={false}
          data={[...divisors(options.batchSize)]}
          value={String(options.microBatchSize)}
          onChange={(value) => value !== null && onChange({ microBatchSize: Number(value) })}
        />
        <NumberField
          label="Weight decay"
          value={options.weightDecay}
          min={0}
          max={1}
          step={0.005}
          decimals={5}
          disabled={disabled}
          onChange={(weightDecay) => onChange({ weightDecay })}
        />
        <NumberField
          label="Warm-up share"
          value={options.warmUp}
          min={0}
          max={1}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(warmUp) => onChange({ warmUp })}
        />
        <NumberField
          label="Focal gamma"
          value={options.focalGamma}
          min={0}
          max={5}
          step={0.5}
          decimals={2}
          disabled={disabled}
          onChange={(focalGamma) => onChange({ focalGamma })}
        />
        <NumberField
          label="Label smoothing"
          value={options.labelSmoothing}
          min={0}
          max={0.5}
          step={0.01}
          decimals={3}
          disabled={disabled}
          onChange={(labelSmoothing) => onChange({ labelSmoothing })}
        />
      </SimpleGrid>
      <Switch
        size="xs"
        label="Weigh rare classes up"
        disabled={disabled}
        checked={options.classWeighting}
        onChange={(event) => onChange({ classWeighting: event.currentTarget.checked })}
      />
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
          label="Rotation °"
          value={augmentation.rotation}
          min={0}
          max={180}
          step={5}
          disabled={disabled}
          onChange={(rotation) => augment({ rotation })}
        />
        <NumberField
          label="Zoom ±"
          value={augmentation.scale}
          min={0}
          max={0.5}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(scale) => augment({ scale })}
        />
        <NumberField
          label="Intensity ±"
          value={augmentation.intensity}
          min={0}
          max={0.5}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(intensity) => augment({ intensity })}
        />
      </SimpleGrid>
    </Stack>
  );
}
