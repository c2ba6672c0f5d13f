import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import classes from "./FoldButton.module.css";

interface FoldButtonProps {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: string;
}

/** Opens and closes a part of a form. */
export function FoldButton({ open, onToggle, children }: FoldButtonProps) {
  return (
    <UnstyledButton className={classes["button"]} aria-expanded={open} onClick={onToggle}>
      {open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
      {children}
    </UnstyledButton>
  );
}
