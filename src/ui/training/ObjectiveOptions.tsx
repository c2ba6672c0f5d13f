import { SimpleGrid, Stack, Switch } from "@mantine/core";
import { trainingOptionRanges } from "../../domain/training/training-option-ranges.ts";
import { bagPoolings, type TrainingOptions } from "../../domain/training/training-options.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { NumberField } from "../controls/NumberField.tsx";

interface ObjectiveOptionsProps {
  readonly options: TrainingOptions;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<TrainingOptions>) => void;
}

function MultipleInstanceOptions({ options, disabled, onChange }: ObjectiveOptionsProps) {
  return (
    <SimpleGrid cols={2} spacing="xs">
      <HintedSelect
        label="Pooling"
        hint="How the predictions of a tile's cells are pooled: by a soft maximum, or with weights that are learnt."
        value={options.bagPooling}
        data={[
          { value: "log-sum-exp", label: "Soft maximum" },
          { value: "attention", label: "Gated attention" },
        ]}
        disabled={disabled}
        onChange={(value) =>
          onChange({ bagPooling: bagPoolings.find((pooling) => pooling === value) ?? "log-sum-exp" })
        }
      />
      <NumberField
        label="Cell share"
        hint="Share of the loss that compares each cell with its tile's labels; the rest compares the tile's cells taken together."
        value={options.cellTermShare}
        {...trainingOptionRanges.cellTermShare}
        step={0.1}
        decimals={2}
        disabled={disabled}
        onChange={(cellTermShare) => onChange({ cellTermShare })}
      />
    </SimpleGrid>
  );
}

function LabelRate({ options, disabled, onChange }: ObjectiveOptionsProps) {
  return (
    <NumberField
      label="Label rate"
      hint="Probability that a cell shows a label of its tile: 0.655 in HPA data."
      value={options.expressionRate}
      {...trainingOptionRanges.expressionRate}
      step={0.05}
      decimals={3}
      disabled={disabled}
      onChange={(expressionRate) => onChange({ expressionRate })}
    />
  );
}

function ImageAndCellOptions({ options, disabled, onChange }: ObjectiveOptionsProps) {
  return (
    <Stack gap="xs">
      <SimpleGrid cols={3} spacing="xs">
        <NumberField
          label="Context"
          hint="Share of the tile's other cells in a cell's final probability."
          value={options.contextShare}
          {...trainingOptionRanges.contextShare}
          step={0.1}
          decimals={2}
          disabled={disabled}
          onChange={(contextShare) => onChange({ contextShare })}
        />
        <NumberField
          label="Picture"
          hint="Share of the tile's picture, read at the place of the cell, in the cell's final probability. The rest comes from the cell itself."
          value={options.pictureShare}
          {...trainingOptionRanges.pictureShare}
          step={0.05}
          decimals={2}
          disabled={disabled}
          onChange={(pictureShare) => onChange({ pictureShare })}
        />
        <LabelRate options={options} disabled={disabled || !options.darkByRank} onChange={onChange} />
      </SimpleGrid>
      <Switch
        size="xs"
        label="Learn from whole tiles too"
        checked={options.tilePictures}
        disabled={disabled}
        onChange={(event) => onChange({ tilePictures: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="Treat cells that show the labels least as negative"
        checked={options.darkByRank}
        disabled={disabled}
        onChange={(event) => onChange({ darkByRank: event.currentTarget.checked })}
      />
    </Stack>
  );
}

/** The options that only the chosen objective has. An objective without any shows nothing. */
export function ObjectiveOptions({ options, disabled, onChange }: ObjectiveOptionsProps) {
  if (options.objective === "multiple-instance") {
    return <MultipleInstanceOptions options={options} disabled={disabled} onChange={onChange} />;
  }
  if (options.objective === "image-and-cell") {
    return <ImageAndCellOptions options={options} disabled={disabled} onChange={onChange} />;
  }
  if (options.objective !== "self-training") return null;
  return (
    <SimpleGrid cols={3} spacing="xs">
      <NumberField
        label="Folds"
        hint="Number of parts into which the tiles are divided. Each part is predicted by a network that learnt from the others."
        value={options.selfTrainingFolds}
        {...trainingOptionRanges.selfTrainingFolds}
        step={1}
        disabled={disabled}
        onChange={(selfTrainingFolds) => onChange({ selfTrainingFolds })}
      />
      <NumberField
        label="Rounds"
        hint="How many times the cells get new labels. Each round needs one training for every fold."
        value={options.selfTrainingRounds}
        {...trainingOptionRanges.selfTrainingRounds}
        step={1}
        disabled={disabled}
        onChange={(selfTrainingRounds) => onChange({ selfTrainingRounds })}
      />
      <LabelRate options={options} disabled={disabled} onChange={onChange} />
    </SimpleGrid>
  );
}
