import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./WideContent.module.css";

interface WideContentProps {
  /** Margin above it in CSS px. */
  readonly mt?: number;
  readonly children: ReactNode;
}

/** Content that may be wider than its place. It scrolls sideways here, so that the page around it does not. */
export function WideContent({ mt = 0, children }: WideContentProps) {
  return (
    <Box className={classes["content"]} mt={mt}>
      {children}
    </Box>
  );
}
