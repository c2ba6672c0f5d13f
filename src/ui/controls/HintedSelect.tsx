import { Select, Tooltip } from "@mantine/core";

interface HintedSelectProps {
  readonly label: string;
  /** What the option does, in one line; shown on hover and focus. */
  readonly hint: string;
  readonly value: string;
  readonly data: readonly (string | { readonly value: string; readonly label: string })[];
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

/** A choice between a few values. */
export function HintedSelect({ hint, data, onChange, ...rest }: HintedSelectProps) {
  return (
    <Tooltip label={hint} position="left">
      <Select
        {...rest}
        size="xs"
        allowDeselect={false}
        data={[...data]}
        onChange={(value) => value !== null && onChange(value)}
      />
    </Tooltip>
  );
}
