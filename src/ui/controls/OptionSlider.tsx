import { Slider, Stack, Text } from "@mantine/core";
import classes from "./OptionSlider.module.css";

interface OptionSliderProps {
  readonly name: string;
  /** What the option does, in one line. */
  readonly explanation: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly format: (value: number) => string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider with its name, its value and one line on what it does. */
export function OptionSlider(props: OptionSliderProps) {
  const { name, explanation, value, min = 0, max = 1, step = 0.05, format, disabled = false, onChange } = props;
  return (
    <Stack gap={4}>
      <div className={classes["head"]}>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="sm" c="dimmed" className={classes["figure"]}>
          {format(value)}
        </Text>
      </div>
      <Slider
        size="sm"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        label={null}
        thumbLabel={name}
        onChange={onChange}
      />
      <Text size="xs" c="dimmed">
        {explanation}
      </Text>
    </Stack>
  );
}
