import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import { stopTraining } from "../../state/actions/train-model.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatScore } from "../format/format-number.ts";
import { isTimeKnown } from "../format/time-known.ts";
import { describePhase } from "./describe-phase.ts";
import classes from "./TrainingProgress.module.css";

/** A running training: its progress, loss, speed and time left, and a button that stops it. */
export function TrainingProgress() {
  const step = useLearning((state) => state.step);
  const known = useLearning(isTimeKnown);
  const phase = useLearning((state) => state.phase);
  const stopping = phase === "stopping";
  return (
    <Stack gap={8}>
      <Group justify="space-between" align="baseline" wrap="nowrap" gap={8}>
        <Text size="sm" fw={600}>
          {stopping
            ? "Stopping after this batch …"
            : step === null
              ? "Reading cells, compiling shaders …"
              : describePhase(step)}
        </Text>
        <Text size="xs" c="dimmed" className={classes["figures"]}>
          {step === null || stopping
            ? ""
            : !known
              ? "estimating the time …"
              : `${formatDuration(step.secondsLeft)} left`}
        </Text>
      </Group>
      <Progress
        value={step === null ? 100 : (100 * step.step) / Math.max(1, step.steps)}
        animated={step === null}
        size="md"
        aria-label="Progress of training"
      />
      <dl className={classes["numbers"]}>
        <div>
          <dt>Step</dt>
          <dd>{step === null ? "—" : `${step.step} / ${step.steps}`}</dd>
        </div>
        <div>
          <dt>Loss</dt>
          <dd>{formatScore(step?.loss ?? null)}</dd>
        </div>
        <div>
          <dt>Cells/s</dt>
          <dd>{step === null ? "—" : step.cellsPerSecond.toFixed(step.cellsPerSecond < 10 ? 1 : 0)}</dd>
        </div>
      </dl>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconPlayerStopFilled size={16} aria-hidden />}
        disabled={stopping}
        onClick={() => void stopTraining()}
      >
        Stop training
      </Button>
      <Text size="xs" c="dimmed">
        What was learned so far is kept, and you can resume later.
      </Text>
    </Stack>
  );
}
