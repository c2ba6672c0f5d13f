import { Tooltip, UnstyledButton } from "@mantine/core";
import type { IconDatabase } from "@tabler/icons-react";
import classes from "./BarFact.module.css";

interface BarFactProps {
  readonly icon: typeof IconDatabase;
  readonly text: string;
  /** Name for those who do not see the bar. */
  readonly name: string;
  /** All there is to say, shown on hover and focus. */
  readonly explanation: string;
  readonly warns: boolean;
  readonly testId?: string;
}

/** A fact in the top bar: short in the bar, in full on hover and focus. */
export function BarFact({ icon: Icon, text, name, explanation, warns, testId }: BarFactProps) {
  return (
    <Tooltip label={explanation}>
      <UnstyledButton
        className={classes["fact"]}
        data-tone={warns ? "warn" : "plain"}
        aria-label={name}
        aria-description={explanation}
        data-testid={testId}
      >
        <Icon size={16} stroke={1.7} aria-hidden />
        <span className={classes["text"]}>{text}</span>
      </UnstyledButton>
    </Tooltip>
  );
}
