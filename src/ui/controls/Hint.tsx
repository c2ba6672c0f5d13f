import { Text } from "@mantine/core";
import type { IconPointer } from "@tabler/icons-react";
import classes from "./Hint.module.css";

interface HintProps {
  readonly icon: typeof IconPointer;
  readonly children: string;
}

/** One sentence at the top of a panel, with an icon, that says what the panel is for or what to do. */
export function Hint({ icon: Icon, children }: HintProps) {
  return (
    <div className={classes["hint"]}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <Text size="sm">{children}</Text>
    </div>
  );
}
