import { ActionIcon, Button, Loader, Tooltip } from "@mantine/core";
import {
  IconAdjustments,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconPlayerPlay,
  IconPlayerStop,
  IconQuestionMark,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { memo } from "react";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { goOnWithout } from "../../state/actions/add-files.ts";
import { cancelTile, segmentAgain } from "../../state/actions/process-tiles.ts";
import { canGoOn } from "../../state/derive/can-go-on.ts";
import { describePhase, type TilePhase, tilePhase } from "../../state/derive/tile-phase.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { selectTile } from "../../state/stores/selection-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { goOnLabel } from "./go-on-label.ts";
import classes from "./TileRow.module.css";
import { TileThumbnail } from "./TileThumbnail.tsx";

const icons: Record<Exclude<TilePhase, "processing">, typeof IconClock> = {
  waiting: IconQuestionMark,
  queued: IconClock,
  stopped: IconPlayerStop,
  ready: IconCircleCheck,
  failed: IconCircleX,
};

function PhaseIcon({ phase, warning }: { readonly phase: TilePhase; readonly warning: boolean }) {
  if (phase === "processing") return <Loader size={13} color="var(--cyto-accent)" aria-hidden />;
  const Icon = warning ? IconAlertTriangle : icons[phase];
  return <Icon size={15} stroke={1.8} aria-hidden />;
}

/** Number of letters at a name's end that are never cut. HPA names and well numbers differ at the end. */
const tailLength = 6;

interface TileRowProps {
  readonly record: TileRecord;
  readonly current: boolean;
  readonly position: number;
  readonly of: number;
  readonly top: number;
  readonly height: number;
  readonly onRemove: (tileId: TileId) => void;
}

/** A tile with its state, its labels and its buttons. Memoised, because the list may have thousands of rows. */
export const TileRow = memo(function TileRow({ record, current, position, of, top, height, onRemove }: TileRowProps) {
  const stage = useWork((state) => state.stages[record.id]);
  const names = useDataset((state) => state.classes.names);
  const phase = tilePhase(record, stage);
  const busy = phase === "queued" || phase === "processing";
  const labels = record.weakLabel?.map((index) => names[index] ?? `Class ${index}`).join(", ");
  const words = describePhase(record, stage);
  const size = record.width > 0 ? `${record.width} × ${record.height} px` : "";
  // Only the current row's buttons are tab stops, so that Tab need not pass thousands of rows on its way to the viewer.
  const tabIndex = current ? 0 : -1;
  return (
    <li
      className={classes["row"]}
      data-current={current || undefined}
      style={{ top, height }}
      aria-posinset={position}
      aria-setsize={of}
      data-testid={`tile-${record.id}`}
    >
      <button
        type="button"
        className={classes["main"]}
        tabIndex={tabIndex}
        aria-current={current}
        data-tile-button={record.id}
        onClick={() => selectTile(record.id)}
      >
        <TileThumbnail record={record} />
        <span className={classes["text"]}>
          <span className={classes["name"]} title={record.id}>
            <span>{record.id.slice(0, -tailLength)}</span>
            <span>{record.id.slice(-tailLength)}</span>
          </span>
          <span className={classes["status"]} data-phase={phase} data-warning={record.problem !== null || undefined}>
            <PhaseIcon phase={phase} warning={phase === "ready" && record.problem !== null} />
            <span>{words}</span>
            {record.segmentation !== null && (
              <IconAdjustments size={14} stroke={1.8} aria-label="own settings" className={classes["own"]}>
                <title>This tile has its own segmentation settings</title>
              </IconAdjustments>
            )}
            {size !== "" && <span className={classes["size"]}>{size}</span>}
          </span>
          <span className={classes["labels"]} title={labels}>
            {labels ?? (record.status === "ready" ? "No labels" : "")}
          </span>
        </span>
      </button>
      <span className={classes["action"]}>
        {busy ? (
          <Tooltip label="Cancel segmentation of this tile">
            <ActionIcon
              variant="subtle"
              color="gray"
              tabIndex={tabIndex}
              aria-label={`Cancel segmentation of ${record.id}`}
              onClick={() => cancelTile(record.id)}
            >
              <IconX size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ) : (
          <Tooltip label="Remove this tile">
            <ActionIcon
              variant="subtle"
              color="gray"
              tabIndex={tabIndex}
              aria-label={`Remove ${record.id}`}
              onClick={() => onRemove(record.id)}
            >
              <IconTrash size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {phase === "stopped" && (
          <Tooltip label="Segment this tile">
            <ActionIcon
              variant="subtle"
              tabIndex={tabIndex}
              aria-label={`Segment ${record.id}`}
              onClick={() => void segmentAgain([record.id])}
            >
              <IconPlayerPlay size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </span>
      {record.problem !== null && !busy && (
        <div className={classes["problem"]} data-phase={phase}>
          <p className={classes["message"]} title={`${record.problem.message} ${record.problem.remedy}`}>
            <strong>{record.problem.message}</strong> {record.problem.remedy}
          </p>
          {canGoOn(record) && (
            <Button size="compact-xs" variant="light" tabIndex={tabIndex} onClick={() => void goOnWithout([record.id])}>
              {goOnLabel(record)}
            </Button>
          )}
        </div>
      )}
    </li>
  );
});
