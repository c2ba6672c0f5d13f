import { Badge, Checkbox, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { storedBytes } from "../../state/derive/compare-options.ts";
import { useRuns } from "../../state/stores/runs-store.ts";
import { formatBytes } from "../format/format-bytes.ts";
import { runName, runSummary } from "./describe-runs.ts";
import { RunDetails } from "./RunDetails.tsx";
import classes from "./RunRow.module.css";

interface RunRowProps {
  readonly run: TrainingRun;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly marked: boolean;
  /** null when there is no other run to compare with. */
  readonly onMark: ((on: boolean) => void) | null;
  readonly onDelete: () => void;
}

/** A run in two lines or, with the first line of its notes, three. Opened, it shows the run's details. */
export function RunRow({ run, open, onToggle, marked, onMark, onDelete }: RunRowProps) {
  const predicts = useRuns((state) => (state.predictor?.run === run.id ? state.predictor.checkpoint : null));
  const name = runName(run);
  const [title = ""] = run.notes.trim().split("\n");
  return (
    <li className={classes["row"]}>
      <div className={classes["head"]}>
        {onMark !== null && (
          <Checkbox
            size="xs"
            className={classes["mark"]}
            aria-label={`Compare ${name}`}
            title="Mark to compare"
            checked={marked}
            onChange={(event) => onMark(event.currentTarget.checked)}
          />
        )}
        <UnstyledButton className={classes["toggle"]} aria-expanded={open} onClick={onToggle}>
          <span className={classes["name"]}>
            {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            <span className={classes["cut"]}>{name}</span>
            {predicts !== null && (
              <Badge size="xs" variant="light" className={classes["badge"]} title={`Its ${predicts} model predicts`}>
                predicts
              </Badge>
            )}
          </span>
          <Text component="span" size="xs" c="dimmed" className={classes["facts"]}>
            {runSummary(run)} · {formatBytes(storedBytes(run))}
          </Text>
          {title !== "" && (
            <Text component="span" size="xs" className={classes["facts"]} fs="italic">
              {title}
            </Text>
          )}
        </UnstyledButton>
      </div>
      {open && <RunDetails run={run} onDelete={onDelete} />}
    </li>
  );
}
