import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./CellRow.module.css";

interface CellRowProps {
  /** Whether the list is at this cell; left out in lists that have no current row. */
  readonly current?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A row in a list of cells. A click goes to the cell. */
export function CellRow({ current, onClick, children }: CellRowProps) {
  return (
    <UnstyledButton className={classes["row"]} aria-current={current} onClick={onClick}>
      {children}
    </UnstyledButton>
  );
}
