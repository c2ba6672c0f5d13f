import { Tooltip, UnstyledButton } from "@mantine/core";
import type { IconDatabase } from "@tabler/icons-react";
import classes from "./BarFact.module.css";

interface BarFactProps {
  readonly icon: typeof IconDatabase;
  readonly text: string;
  /** The name for screen readers. */
  readonly name: string;
  /** The whole explanation, shown on hover and focus. */
  readonly explanation: string;
  readonly warns: boolean;
  readonly testId?: string;
}

/** A fact in the top bar. The bar shows it in short; hover and focus show it in full. */
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
