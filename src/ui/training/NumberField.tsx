import { NumberInput } from "@mantine/core";

interface NumberFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly decimals?: number;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

/** A figure within bounds: what is out of them, or no figure yet, is not passed on. */
export function NumberField({ value, min, max, decimals = 0, onChange, ...rest }: NumberFieldProps) {
  return (
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
  );
}
