import type { ReactNode } from "react";
import classes from "./FactList.module.css";

interface FactListProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** A list of names and their values, one per line. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className={classes["facts"]}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
