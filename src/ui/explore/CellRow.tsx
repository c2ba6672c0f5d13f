import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./CellRow.module.css";

interface CellRowProps {
  /** Whether the list stands at this cell; left out in lists without a place. */
  readonly current?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A line of a list of cells; a click goes to the cell. */
export function CellRow({ current, onClick, children }: CellRowProps) {
  return (
    <UnstyledButton className={classes["row"]} aria-current={current} onClick={onClick}>
      {children}
    </UnstyledButton>
  );
}
