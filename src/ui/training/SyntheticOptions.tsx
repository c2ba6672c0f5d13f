import { SimpleGrid, Text } from "@mantine/core";
import { syntheticHelperRanges } from "../../domain/training/training-option-ranges.ts";
import type { SyntheticHelperOptions } from "../../domain/training/training-options.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { NumberField } from "../controls/NumberField.tsx";

interface SyntheticOptionsProps {
  readonly value: SyntheticHelperOptions;
  readonly disabled: boolean;
  readonly onChange: (helpers: SyntheticHelperOptions) => void;
}

const helpers = [
  { kind: "negative", label: "Dimmed", className: "Negative", hint: "Share of cells whose protein is dimmed" },
  {
    kind: "microtubules",
    label: "From red",
    className: "Microtubules",
    hint: "Share of cells whose protein is replaced by red",
  },
  {
    kind: "reticulum",
    label: "From yellow",
    className: "Endoplasmic reticulum",
    hint: "Share of cells whose protein is replaced by yellow",
  },
] as const;

/** Shares of training cells that are changed so that their class is known. A class must be in the list of classes. */
export function SyntheticOptions({ value, disabled, onChange }: SyntheticOptionsProps) {
  const classes = useDataset((state) => state.classes);
  const isThere = (className: string) =>
    className === "Negative" ? classes.negative !== null : classes.names.includes(className);
  const missing = helpers.filter(({ className }) => !isThere(className)).map(({ className }) => className);
  return (
    <>
      <Text size="xs" fw={600}>
        Training cells made with a known class
      </Text>
      <SimpleGrid cols={3} spacing="xs">
        {helpers.map(({ kind, label, className, hint }) => (
          <NumberField
            key={kind}
            label={label}
            hint={`${hint}, so that their only class is ${className}. 0 makes none.`}
            value={value[kind]}
            {...syntheticHelperRanges[kind]}
            step={0.02}
            decimals={2}
            disabled={disabled || !isThere(className)}
            onChange={(share) => onChange({ ...value, [kind]: share })}
          />
        ))}
      </SimpleGrid>
      {missing.length > 0 && (
        <Text size="xs" c="dimmed">
          The list of classes has no {missing.join(", no ")}.
        </Text>
      )}
    </>
  );
}
