import { NumberInput } from "@mantine/core";
import { useEffect, useState } from "react";

interface CheckedNumberFieldProps {
  readonly label: string;
  readonly suffix: string;
  /** null: no figure; the placeholder is shown. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly decimals: number;
  readonly placeholder?: string;
  /** An emptied field is passed on as null; otherwise a figure is asked for. */
  readonly mayBeEmpty?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: number | null) => void;
}

/** A figure within bounds. Anything else stays in the field with a word on what is asked for, and is not passed on. */
export function CheckedNumberField(props: CheckedNumberFieldProps) {
  const { label, value, min, max, decimals, mayBeEmpty = false, onChange, ...rest } = props;
  const [refused, setRefused] = useState<number | string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value has come, from here or elsewhere
  useEffect(() => setRefused(null), [value]);
  const round = (bound: number) => bound.toLocaleString("en", { maximumSignificantDigits: 4 });
  return (
    <NumberInput
      {...rest}
      size="xs"
      aria-label={label}
      value={refused ?? value ?? ""}
      min={min}
      max={max}
      clampBehavior="none"
      decimalScale={decimals}
      allowDecimal={decimals > 0}
      allowedDecimalSeparators={[".", ","]}
      error={refused === null ? null : `Enter a number from ${round(min)} to ${round(max)}.`}
      onChange={(typed) => {
        if (typed === "" && mayBeEmpty) {
          setRefused(null);
          onChange(null);
        } else if (typeof typed === "number" && typed >= min && typed <= max) {
          setRefused(null);
          onChange(typed);
        } else setRefused(typed);
      }}
    />
  );
}
