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
        hint="How the cells of a tile are taken together: by a soft maximum, or by weights that are learnt."
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
        hint="Share of the loss that holds every cell by itself against its tile's labels; the rest holds the tile's cells together."
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
      hint="How likely a cell shows a label of its tile: 0.655 in HPA data."
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
          hint="Share that the tile's other cells have in the final probability."
          value={options.contextShare}
          {...trainingOptionRanges.contextShare}
          step={0.1}
          decimals={2}
          disabled={disabled}
          onChange={(contextShare) => onChange({ contextShare })}
        />
        <NumberField
          label="Picture"
          hint="Share that the picture of the whole tile, where it shows the cell, has in it. The rest is the cell's own."
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
        label="Cells that show the least count as negative"
        checked={options.darkByRank}
        disabled={disabled}
        onChange={(event) => onChange({ darkByRank: event.currentTarget.checked })}
      />
    </Stack>
  );
}

/** What only the chosen objective asks for; nothing for one that asks for nothing. */
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
      <LabelRate options={options} disabled={disabled} onChange={onChange} />
    </SimpleGrid>
  );
}
