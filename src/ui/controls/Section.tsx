import type { ReactNode } from "react";
import classes from "./Section.module.css";

interface SectionProps {
  readonly title: string;
  /** Shown to the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className={classes["section"]}>
      <div className={classes["head"]}>
        <h3>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
