import { Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { trainingOptionRanges } from "../../domain/training/training-option-ranges.ts";
import { backbonePresets, type TrainingOptions } from "../../domain/training/training-options.ts";
import {
  adviseBackbone,
  describeBackbone,
  isSlow,
  withBackbone,
  withBatchSize,
} from "../../state/derive/advise-backbone.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { FoldButton } from "../controls/FoldButton.tsx";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { NumberField } from "../controls/NumberField.tsx";
import { backboneNames } from "../format/backbone-names.ts";
import { AdvancedOptions } from "./AdvancedOptions.tsx";
import { ObjectiveOptions } from "./ObjectiveOptions.tsx";
import { ObjectiveSelect } from "./ObjectiveSelect.tsx";
import { StartingWeights } from "./StartingWeights.tsx";

const batchSizes = [4, 8, 16, 32, 64, 128] as const;

function changeOptions(change: Partial<TrainingOptions>): void {
  useLearning.setState(({ options }) => ({ options: { ...options, ...change } }));
}

/** The most important options. The others have good defaults and are hidden until the user opens them. */
export function TrainingOptionsForm({ disabled }: { readonly disabled: boolean }) {
  const options = useLearning((state) => state.options);
  const backend = useLearning((state) => state.backend);
  const [advanced, setAdvanced] = useState(false);
  const advice = adviseBackbone(backend);
  const tooLarge = isSlow(backend) && options.backbone !== "tiny";
  return (
    <Stack gap="sm">
      <Select
        size="xs"
        label="Network"
        disabled={disabled}
        allowDeselect={false}
        data={backbonePresets.map((preset) => ({
          value: preset,
          label: preset === advice.preset ? `${backboneNames[preset]} (advised)` : backboneNames[preset],
        }))}
        value={options.backbone}
        onChange={(value) => {
          const preset = backbonePresets.find((name) => name === value);
          if (preset === undefined || preset === options.backbone) return;
          // Starting weights fit one network only.
          changeOptions({ ...withBackbone(options, preset), initialWeights: null });
        }}
      />
      <Text size="xs" c={tooLarge ? "var(--cyto-warn)" : "dimmed"}>
        {describeBackbone(options.backbone, backend)}{" "}
        {options.backbone === advice.preset && isSlow(backend) ? advice.reason : ""}
      </Text>
      <StartingWeights disabled={disabled} />
      <ObjectiveSelect
        value={options.objective}
        disabled={disabled}
        onChange={(objective) => changeOptions({ objective })}
      />
      <ObjectiveOptions options={options} disabled={disabled} onChange={changeOptions} />
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <NumberField
          label="Epochs"
          hint="How many times each training cell is seen."
          value={options.epochs}
          {...trainingOptionRanges.epochs}
          step={1}
          disabled={disabled}
          onChange={(epochs) => changeOptions({ epochs })}
        />
        <NumberField
          label="Learning rate"
          hint="How far a step changes the weights, at most. Lower it when the loss jumps or grows."
          value={options.learningRate}
          {...trainingOptionRanges.learningRate}
          step={0.0005}
          decimals={6}
          disabled={disabled}
          onChange={(learningRate) => changeOptions({ learningRate })}
        />
        <HintedSelect
          label="Batch size"
          hint="Number of cells for each update of the weights."
          disabled={disabled}
          data={[...new Set([...batchSizes, options.batchSize])].sort((a, b) => a - b).map(String)}
          value={String(options.batchSize)}
          onChange={(value) => changeOptions(withBatchSize(options, Number(value)))}
        />
        <NumberField
          label="Validation share"
          hint="Share of the labelled tiles that is held back for validation, 0 to 0.5."
          value={options.validationShare}
          {...trainingOptionRanges.validationShare}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(validationShare) => changeOptions({ validationShare })}
        />
        <NumberField
          label="Seed"
          hint="Determines all random numbers: the same seed gives the same run."
          value={options.seed}
          {...trainingOptionRanges.seed}
          step={1}
          disabled={disabled}
          onChange={(seed) => changeOptions({ seed })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        Whole tiles are held back for validation, never single cells of a tile that is trained on. If train.csv has a
        column Antibody or Gene, all tiles of one antibody or gene are held back together.
      </Text>
      <FoldButton open={advanced} onToggle={() => setAdvanced(!advanced)}>
        Advanced options
      </FoldButton>
      {advanced && <AdvancedOptions disabled={disabled} onChange={changeOptions} />}
    </Stack>
  );
}
