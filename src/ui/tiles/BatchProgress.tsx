import { Button, Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { cancelAllTiles } from "../../state/process-tiles.ts";
import { secondsLeft } from "../../state/seconds-left.ts";
import { useWork } from "../../state/work-store.ts";
import { formatDuration } from "../format/format-duration.ts";
import classes from "./TileList.module.css";

/** How far the segmentation of all tiles is, with the time left and the way out. Its place is kept while it is idle. */
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
  if (batch === null && intake === null) return null;
  if (batch === null) {
    return (
      <div className={classes["batch"]}>
        <Text size="xs">{intake?.kind === "samples" ? "Making sample tiles …" : "Looking through the files …"}</Text>
        <Progress value={100} animated size="sm" aria-label="Progress of adding files" />
      </div>
    );
  }
  const left = secondsLeft(batch.done, batch.total, now - batch.startedAt);
  return (
    <div className={classes["batch"]}>
      <div className={classes["batchLine"]}>
        <Text size="xs">
          Segmenting {Math.min(batch.done + 1, batch.total)} of {batch.total}
          {left === null ? "" : `, ${formatDuration(left)} left`}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label="Cancel segmentation"
          onClick={cancelAllTiles}
        >
          Cancel
        </Button>
      </div>
      <Progress value={(100 * batch.done) / batch.total} size="sm" aria-label="Progress of segmentation" />
    </div>
  );
}
