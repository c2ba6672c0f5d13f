import { Button, Loader, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleX,
  IconClock,
  IconPhoto,
  IconPlayerStop,
  IconQuestionMark,
} from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import type { Problem, ProblemTag } from "../../domain/errors.ts";
import { goOnWithout } from "../../state/actions/add-files.ts";
import { cancelTile, segmentAgain } from "../../state/actions/process-tiles.ts";
import { canGoOn } from "../../state/derive/can-go-on.ts";
import { describePhase, tilePhase } from "../../state/derive/tile-phase.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useSelection } from "../../state/stores/selection-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { chooseFiles } from "../intake/file-picker.ts";
import classes from "./ViewerPane.module.css";

const TileViewer = lazy(async () => ({ default: (await import("./TileViewer.tsx")).TileViewer }));

/** Problems that only another file solves. The same file would fail again. */
const fileProblems: ReadonlySet<ProblemTag> = new Set<ProblemTag>([
  "MissingChannel",
  "DuplicateChannel",
  "ChannelSizeMismatch",
  "NotAnImage",
  "TruncatedFile",
  "EmptyFile",
  "UnsupportedDepth",
  "ImageTooLarge",
  "AmbiguousColour",
  "BrokenArchive",
  "SourceGone",
]);

interface NoticeProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  readonly tone?: "bad" | "warn" | "plain";
  readonly children?: ReactNode;
}

/** A message in the place of the picture. */
function Notice({ icon, title, text, tone = "plain", children }: NoticeProps) {
  return (
    <div className={classes["notice"]} data-tone={tone}>
      {icon}
      <Text fw={600}>{title}</Text>
      {text !== undefined && (
        <Text size="sm" c="dimmed" maw={460} ta="center">
          {text}
        </Text>
      )}
      {children !== undefined && <div className={classes["actions"]}>{children}</div>}
    </div>
  );
}

interface ViewerPaneProps {
  readonly view: TileView | null;
  readonly problem: Problem | null;
}

/** The middle of the page: the tile in view, or a message that says why there is no picture and what to do. */
export function ViewerPane({ view, problem }: ViewerPaneProps) {
  const tileId = useSelection((state) => state.tileId);
  const record = useDataset((state) => (tileId === null ? undefined : state.tiles[tileId]));
  const stage = useWork((state) => (tileId === null ? undefined : state.stages[tileId]));
  const othersRun = useWork(
    (state) => stage === "queued" && Object.values(state.stages).some((other) => other !== "queued"),
  );
  const loading = <Loader size={28} color="var(--cyto-accent)" aria-hidden />;

  let content: ReactNode;
  if (record === undefined || tileId === null) {
    content = <Notice icon={<IconPhoto size={34} stroke={1.3} aria-hidden />} title="Choose a tile on the left" />;
  } else if (view !== null) {
    content = (
      <Suspense fallback={<Notice icon={loading} title="Starting the viewer …" />}>
        <TileViewer view={view} />
      </Suspense>
    );
  } else if (problem !== null) {
    content = (
      <Notice
        tone="bad"
        icon={<IconCircleX size={34} stroke={1.3} aria-hidden />}
        title={problem.message}
        text={problem.remedy}
      >
        <CopyDetails problem={problem} />
      </Notice>
    );
  } else {
    const phase = tilePhase(record, stage);
    if (phase === "ready") {
      content = <Notice icon={loading} title="Loading the tile …" />;
    } else if (phase === "processing") {
      content = (
        <Notice
          icon={loading}
          title={describePhase(record, stage)}
          text="The picture appears as soon as the cells are outlined."
        >
          <Button variant="default" size="compact-sm" onClick={() => cancelTile(tileId)}>
            Cancel this tile
          </Button>
        </Notice>
      );
    } else if (phase === "queued" && !othersRun) {
      content = (
        <Notice icon={loading} title="Starting segmentation …" text="The first tile takes a moment longer.">
          <Button variant="default" size="compact-sm" onClick={() => cancelTile(tileId)}>
            Cancel this tile
          </Button>
        </Notice>
      );
    } else if (phase === "queued") {
      content = (
        <Notice
          icon={<IconClock size={34} stroke={1.3} aria-hidden />}
          title="In the queue"
          text="Other tiles are being segmented first. This tile follows by itself."
        >
          <Button variant="default" size="compact-sm" onClick={() => cancelTile(tileId)}>
            Cancel this tile
          </Button>
        </Notice>
      );
    } else if (phase === "stopped") {
      content = (
        <Notice
          icon={<IconPlayerStop size={34} stroke={1.3} aria-hidden />}
          title="Not segmented"
          text="Segmentation of this tile was cancelled. Nothing was lost."
        >
          <Button size="compact-sm" onClick={() => void segmentAgain([tileId])}>
            Segment this tile
          </Button>
        </Notice>
      );
    } else if (phase === "waiting") {
      content = (
        <Notice
          tone="warn"
          icon={<IconQuestionMark size={34} stroke={1.3} aria-hidden />}
          title={record.problem?.message ?? "A channel is missing."}
          text={record.problem?.remedy}
        >
          <Button variant="default" size="compact-sm" onClick={chooseFiles}>
            Add the missing file
          </Button>
          {canGoOn(record) && (
            <Button size="compact-sm" onClick={() => void goOnWithout([tileId])}>
              Segment without {record.missingChannels.join(" and ")}
            </Button>
          )}
        </Notice>
      );
    } else {
      content = (
        <Notice
          tone="bad"
          icon={<IconAlertTriangle size={34} stroke={1.3} aria-hidden />}
          title={record.problem?.message ?? "This tile failed."}
          text={record.problem?.remedy}
        >
          {record.problem !== null && fileProblems.has(record.problem.tag) ? (
            <Button variant="default" size="compact-sm" onClick={chooseFiles}>
              Choose the file again
            </Button>
          ) : (
            <Button variant="default" size="compact-sm" onClick={() => void segmentAgain([tileId])}>
              Try again
            </Button>
          )}
          <CopyDetails problem={record.problem} />
        </Notice>
      );
    }
  }
  return (
    <main className={classes["pane"]} aria-label="Viewer">
      {content}
    </main>
  );
}
