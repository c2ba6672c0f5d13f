import { NumberInput, Tooltip } from "@mantine/core";

interface NumberFieldProps {
  readonly label: string;
  /** What the option does, in one line; shown on hover and focus. */
  readonly hint: string;
  readonly suffix?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly decimals?: number;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

/** A number within bounds. A number out of bounds, or a text that is no number yet, is not passed on. */
export function NumberField({ value, min, max, decimals = 0, hint, onChange, ...rest }: NumberFieldProps) {
  return (
    <Tooltip label={hint} position="left">
      <NumberInput
        {...rest}
        size="xs"
        min={min}
        max={max}
        value={value}
        allowDecimal={decimals > 0}
        decimalScale={decimals}
        onChange={(next) => {
          if (typeof next === "number" && next >= min && next <= max) onChange(next);
        }}
      />
    </Tooltip>
  );
}
