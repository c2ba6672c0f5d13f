import { Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { readFigure } from "../format/read-figure.ts";

interface CheckedNumberFieldProps {
  readonly label: string;
  /** Shown behind the number; the user may type it too. */
  readonly unit: string;
  /** null means no number: the placeholder is shown. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** Change of the value by one press of arrow up or down. */
  readonly step: number;
  readonly placeholder?: string;
  /** True passes an empty field on as null. False asks for a number instead. */
  readonly mayBeEmpty?: boolean;
  readonly onChange: (value: number | null) => void;
}

/**
 * A number within bounds, typed with a point or a comma. The typed text stays as it is while the field has the focus. A
 * text that is no such number stays in the field with a message, and is not passed on.
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
  // The value was changed from outside, for example back to the default.
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
