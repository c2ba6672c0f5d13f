import { Select, Text } from "@mantine/core";
import { type ObjectiveName, objectives } from "../../domain/training/training-options.ts";
import { objectiveNames } from "../format/objective-names.ts";

interface ObjectiveSelectProps {
  readonly value: ObjectiveName;
  readonly disabled: boolean;
  readonly onChange: (objective: ObjectiveName) => void;
}

/** Chooses how the network learns from the labels of tiles, and says what the choice does. */
export function ObjectiveSelect({ value, disabled, onChange }: ObjectiveSelectProps) {
  return (
    <div>
      <Select
        size="xs"
        label="Objective"
        disabled={disabled}
        allowDeselect={false}
        data={objectives.map((objective) => ({ value: objective, label: objectiveNames[objective].name }))}
        value={value}
        onChange={(chosen) => {
          const objective = objectives.find((name) => name === chosen);
          if (objective !== undefined) onChange(objective);
        }}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {objectiveNames[value].what}
      </Text>
    </div>
  );
}
