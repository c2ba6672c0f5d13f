import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./StepHint.module.css";

/** The line before the button of the next step. It is cut short in a narrow window. */
export function StepHint({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" className={classes["hint"]}>
      {children}
    </Text>
  );
}
