import { Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { readFigure } from "../format/read-figure.ts";

interface CheckedNumberFieldProps {
  readonly label: string;
  /** Stands behind the figure; may be typed along with it. */
  readonly unit: string;
  /** null: no figure; the placeholder is shown. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** What the arrow keys up and down change it by. */
  readonly step: number;
  readonly placeholder?: string;
  /** An emptied field is passed on as null; otherwise a figure is asked for. */
  readonly mayBeEmpty?: boolean;
  readonly onChange: (value: number | null) => void;
}

/**
 * A figure within bounds, with a point or a comma. What is typed stays as it is while the focus is in the field; what is no
 * such figure stays with a word on what is asked for, and is not passed on.
 */
export function CheckedNumberField(props: CheckedNumberFieldProps) {
  const { label, unit, value, min, max, step, placeholder, mayBeEmpty = false, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : String(value));

  function read(text: string): { readonly value: number | null } | null {
    if (text.trim() === "") return mayBeEmpty ? { value: null } : null;
    const figure = readFigure(text, unit);
    return figure !== null && figure >= min && figure <= max ? { value: figure } : null;
  }

  const valid = read(shown);
  const holds = valid !== null && valid.value === value;
  // Another value has come, not from here: the default, say.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the value counts
  useEffect(() => {
    if (!holds) setTyped(null);
  }, [value]);

  function change(text: string): void {
    setTyped(text);
    const next = read(text);
    if (next !== null && next.value !== value) onChange(next.value);
  }

  const bound = (figure: number) => figure.toLocaleString("en", { maximumSignificantDigits: 4 });
  return (
    <TextInput
      size="xs"
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      {...(placeholder === undefined ? {} : { placeholder })}
      rightSection={
        <Text size="xs" c="dimmed">
          {unit}
        </Text>
      }
      rightSectionPointerEvents="none"
      error={typed !== null && valid === null ? `Enter a number from ${bound(min)} to ${bound(max)}.` : null}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => valid !== null && setTyped(null)}
      onKeyDown={(event) => {
        const by = event.key === "ArrowUp" ? step : event.key === "ArrowDown" ? -step : 0;
        if (by === 0 || value === null) return;
        event.preventDefault();
        const next = Number((value + by).toPrecision(6));
        if (next >= min && next <= max) change(String(next));
      }}
    />
  );
}
