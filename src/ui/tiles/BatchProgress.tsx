import { Button, Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { cancelIntake } from "../../state/actions/add-files.ts";
import { cancelAllTiles } from "../../state/actions/process-tiles.ts";
import { secondsLeft } from "../../state/derive/seconds-left.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatWhole } from "../format/format-number.ts";
import { describeIntake } from "../intake/describe-intake.ts";
import classes from "./BatchProgress.module.css";

interface WorkLineProps {
  readonly text: string;
  readonly left: number | null;
  /** Share of the work that is done, 0..1; null while it is not known. */
  readonly share: number | null;
  readonly name: string;
  readonly onCancel: () => void;
}

function WorkLine({ text, left, share, name, onCancel }: WorkLineProps) {
  return (
    <div className={classes["work"]}>
      <div className={classes["line"]}>
        <div className={classes["text"]}>
          <Text size="xs">{text}</Text>
          <Text size="xs" c="dimmed">
            {left !== null ? `${formatDuration(left)} left` : share !== null ? "estimating the time …" : ""}
          </Text>
        </div>
        <Button size="compact-xs" variant="subtle" color="gray" aria-label={`Cancel ${name}`} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Progress
        value={share === null ? 100 : 100 * share}
        animated={share === null}
        size="sm"
        aria-label={`Progress of ${name}`}
      />
    </div>
  );
}

/**
 * The progress of adding and of segmenting tiles, with the time left and a Cancel button for each. It is below the
 * list, so that no row moves under the pointer when work begins or ends.
 */
export function BatchProgress() {
  const batch = useWork((state) => state.batch);
  const intake = useWork((state) => state.intake);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (batch === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [batch]);
  return (
    <>
      {intake !== null && (
        <WorkLine
          text={describeIntake(intake)}
          left={secondsLeft(intake.done, intake.of, now - intake.startedAt)}
          share={intake.of > 0 && intake.done > 0 ? intake.done / intake.of : null}
          name="adding files"
          onCancel={cancelIntake}
        />
      )}
      {batch !== null && (
        <WorkLine
          text={`Segmenting ${formatWhole(Math.min(batch.done + 1, batch.total))} of ${formatWhole(batch.total)}`}
          left={secondsLeft(batch.done, batch.total, now - batch.startedAt)}
          share={batch.done / batch.total}
          name="segmentation"
          onCancel={cancelAllTiles}
        />
      )}
    </>
  );
}
