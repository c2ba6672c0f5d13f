import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { defaultTrainingOptions } from "../../domain/training/training-options.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { choosePredictor, saveNotes } from "../../state/actions/manage-runs.ts";
import { canResume, resumeTraining } from "../../state/actions/train-model.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { useRuns } from "../../state/stores/runs-store.ts";
import { FactList } from "../controls/FactList.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { describeRun, describeRunFacts } from "./describe-run.ts";
import { checkpointChoices } from "./describe-runs.ts";
import { optionRows } from "./option-words.ts";
import classes from "./RunDetails.module.css";

/** The facts and notes of a run, and buttons that predict with it, resume it or delete it. */
export function RunDetails({ run, onDelete }: { readonly run: TrainingRun; readonly onDelete: () => void }) {
  const predictor = useRuns((state) => state.predictor);
  const idle = useLearning((state) => state.phase === "idle");
  const [notes, setNotes] = useState(run.notes);
  const choices = checkpointChoices(run);
  const { batchSize, microBatchSize, ...others } = run.options;
  const changed = optionRows([defaultTrainingOptions, { ...others, batchSize, microBatchSize }]);
  const trouble = run.problem ?? run.warning;
  const chosen = predictor?.run === run.id ? predictor.checkpoint : "";
  return (
    <Stack gap="xs" className={classes["details"]}>
      <Text size="xs">
        {describeRun(run)} {describeRunFacts(run)}
      </Text>
      {trouble !== null && (
        <Alert
          p="xs"
          color={run.problem === null ? "yellow" : "red"}
          icon={<IconAlertTriangle size={16} aria-hidden />}
        >
          <Text size="xs">
            {trouble.message} {trouble.remedy}
          </Text>
          <CopyDetails problem={trouble} />
        </Alert>
      )}
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label="Notes"
        placeholder="What this run is about"
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        onBlur={() => void saveNotes(run.id, notes)}
      />
      {choices.length > 0 && (
        <div>
          <Text size="xs" fw={500} mb={4} id={`predict-${run.id}`}>
            Predict with
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={`predict-${run.id}`}
            disabled={!idle}
            data={[...choices]}
            // No checkpoint is chosen while another run's model predicts.
            value={chosen}
            onChange={(value) => void choosePredictor({ run: run.id, checkpoint: value === "last" ? "last" : "best" })}
          />
        </div>
      )}
      {changed.length > 0 && (
        <details className={classes["options"]}>
          <summary>Options that are not the defaults</summary>
          <FactList facts={changed.map(({ name, values }) => [name, values[1] ?? "—"])} />
        </details>
      )}
      <Group gap="xs" grow>
        {canResume(run, false) && (
          <Button
            size="xs"
            variant="default"
            disabled={!idle}
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            onClick={() => void resumeTraining(run)}
          >
            Resume
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          // A run that a closed page left behind is stored as running, but does not run.
          disabled={run.status === "running" && !idle}
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={onDelete}
        >
          Delete
        </Button>
      </Group>
    </Stack>
  );
}
