import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { deleteRun } from "../../state/actions/manage-runs.ts";
import { storedBytes } from "../../state/derive/compare-options.ts";
import { useRuns } from "../../state/stores/runs-store.ts";
import { type Confirmation, ConfirmDialog } from "../controls/ConfirmDialog.tsx";
import { Section } from "../controls/Section.tsx";
import { formatBytes } from "../format/format-bytes.ts";
import { formatCount } from "../format/format-number.ts";
import { CompareRuns } from "./CompareRuns.tsx";
import { runName } from "./describe-runs.ts";
import { ImportModel } from "./ImportModel.tsx";
import classes from "./RunList.module.css";
import { RunRow } from "./RunRow.tsx";

/** All stored runs, the newest first, with buttons to compare, resume and delete them and to predict with them. */
export function RunList() {
  const runs = useRuns((state) => state.runs);
  const [open, setOpen] = useState<string | null>(null);
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [comparing, setComparing] = useState(false);
  const [asked, setAsked] = useState<Confirmation | null>(null);
  const compared = runs.filter(({ id }) => marked.includes(id));
  const bytes = runs.reduce((sum, run) => sum + storedBytes(run), 0);
  return (
    <Section
      title="Runs"
      aside={
        <Text size="xs" c="dimmed">
          {formatCount(runs.length, "run")}, {formatBytes(bytes)}
        </Text>
      }
    >
      {runs.length === 0 && (
        <Text size="xs" c="dimmed">
          Trainings are listed here until you delete them.
        </Text>
      )}
      <ul className={classes["list"]} aria-label="Runs">
        {runs.toReversed().map((run) => (
          <RunRow
            key={run.id}
            run={run}
            open={open === run.id}
            onToggle={() => setOpen(open === run.id ? null : run.id)}
            marked={marked.includes(run.id)}
            onMark={
              runs.length < 2
                ? null
                : (on) => setMarked(on ? [...marked, run.id] : marked.filter((id) => id !== run.id))
            }
            onDelete={() =>
              setAsked({
                title: "Delete this run?",
                text: `${runName(run)}: its curves, notes and weights (${formatBytes(storedBytes(run))}) are deleted for good. Its predictions stay until the next prediction.`,
                action: "Delete run",
                confirm: () => {
                  setMarked(marked.filter((id) => id !== run.id));
                  void deleteRun(run.id);
                },
              })
            }
          />
        ))}
      </ul>
      {runs.length > 1 && (
        <Button
          fullWidth
          size="xs"
          variant="default"
          mt={8}
          disabled={compared.length < 2}
          onClick={() => setComparing(true)}
        >
          {compared.length < 2 ? "Mark two runs or more to compare" : `Compare ${compared.length} runs`}
        </Button>
      )}
      <ImportModel />
      <CompareRuns runs={compared} opened={comparing && compared.length > 1} onClose={() => setComparing(false)} />
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </Section>
  );
}
