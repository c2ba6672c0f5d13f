import { Button, Group, Loader, Text } from "@mantine/core";
import { useEffect } from "react";
import { useDataset } from "../state/stores/dataset-store.ts";
import { useLearning } from "../state/stores/learning-store.ts";
import { useSelection } from "../state/stores/selection-store.ts";
import { useWork } from "../state/stores/work-store.ts";
import { CopyDetails } from "./failures/CopyDetails.tsx";
import { DropTarget } from "./intake/DropTarget.tsx";
import { EmptyState } from "./intake/EmptyState.tsx";
import { FileInputs } from "./intake/FileInputs.tsx";
import { JourneyBar } from "./journey/JourneyBar.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import classes from "./Page.module.css";
import { SidePanel } from "./panel/SidePanel.tsx";
import { TileList } from "./tiles/TileList.tsx";
import { TopBar } from "./top-bar/TopBar.tsx";
import { useTileView } from "./viewer/use-tile-view.ts";
import { ViewerPane } from "./viewer/ViewerPane.tsx";

/** Lets the browser ask before the page is closed while work runs. At other times it does not ask. */
function useLeaveWarning(): void {
  const working = useWork((state) => state.batch !== null || state.exporting !== null || state.intake !== null);
  const learning = useLearning((state) => state.phase !== "idle");
  useEffect(() => {
    if (!working && !learning) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [working, learning]);
}

function Workbench() {
  const tileId = useSelection((state) => state.tileId);
  const { view, problem } = useTileView(tileId);
  return (
    <>
      <JourneyBar />
      <div className={classes["body"]}>
        <TileList />
        <ViewerPane view={view} problem={problem} />
        <SidePanel view={view} />
      </div>
    </>
  );
}

export function Page() {
  const loaded = useDataset((state) => state.loaded);
  const problem = useDataset((state) => state.loadProblem);
  const empty = useDataset((state) => state.order.length === 0 && state.problems.length === 0);
  useLeaveWarning();
  return (
    <div className={classes["page"]}>
      <TopBar />
      {loaded === "loading" ? (
        <main className={classes["centre"]}>
          <Loader size={28} color="var(--cyto-accent)" aria-hidden />
          <Text c="dimmed">Opening your data set …</Text>
        </main>
      ) : loaded === "failed" ? (
        <main className={classes["centre"]}>
          <Text fw={600}>{problem?.message ?? "The stored data set cannot be opened."}</Text>
          <Text c="dimmed" maw={520} ta="center">
            {problem?.remedy}
          </Text>
          <Group gap="xs">
            <Button onClick={() => location.reload()}>Reload the page</Button>
            <CopyDetails problem={problem} />
          </Group>
        </main>
      ) : empty ? (
        <EmptyState />
      ) : (
        <Workbench />
      )}
      <FileInputs />
      <DropTarget />
      <LiveRegion />
    </div>
  );
}
