import { Badge, Tabs } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { lazy, Suspense, useMemo } from "react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import { listProblems } from "../../state/derive/problem-list.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { panelTabs, showTab, useSelection } from "../../state/stores/selection-store.ts";
import { CellPanel } from "../cell/CellPanel.tsx";
import { SegmentationPanel } from "../segmentation/SegmentationPanel.tsx";
import { TrainingPanel } from "../training/TrainingPanel.tsx";
import { ProblemsPanel } from "./ProblemsPanel.tsx";
import classes from "./SidePanel.module.css";

const ExplorePanel = lazy(async () => ({ default: (await import("../explore/ExplorePanel.tsx")).ExplorePanel }));

/** The right side of the page. */
export function SidePanel({ view }: { readonly view: TileView | null }) {
  const tab = useSelection((state) => state.tab);
  const tiles = useDataset((state) => state.tiles);
  const order = useDataset((state) => state.order);
  const told = useDataset((state) => state.problems);
  const problems = useMemo(() => listProblems(tiles, order, told).length, [tiles, order, told]);
  return (
    <aside className={classes["panel"]} aria-label="Details">
      <Tabs
        value={tab}
        onChange={(value) => {
          const chosen = panelTabs.find((name) => name === value);
          if (chosen !== undefined) showTab(chosen);
        }}
        keepMounted={false}
        classNames={{
          root: classes["tabs"] ?? "",
          list: classes["tabList"] ?? "",
          panel: classes["tabPanel"] ?? "",
          tab: classes["tab"] ?? "",
        }}
      >
        <Tabs.List>
          <Tabs.Tab value="cell">Cell</Tabs.Tab>
          <Tabs.Tab value="segmentation">Segmentation</Tabs.Tab>
          <Tabs.Tab value="training">Training</Tabs.Tab>
          <Tabs.Tab value="explore">Explore</Tabs.Tab>
          <Tabs.Tab
            value="problems"
            aria-label={problems > 0 ? `Problems, ${problems}` : "Problems"}
            title="Problems"
            rightSection={
              problems > 0 ? (
                <Badge size="sm" circle={problems < 10} className={classes["count"]}>
                  {problems}
                </Badge>
              ) : undefined
            }
          >
            <IconAlertTriangle size={16} stroke={1.7} className={classes["tabIcon"]} aria-hidden />
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="cell">
          <CellPanel view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="segmentation">
          <SegmentationPanel />
        </Tabs.Panel>
        <Tabs.Panel value="training">
          <TrainingPanel />
        </Tabs.Panel>
        <Tabs.Panel value="explore">
          <Suspense fallback={null}>
            <ExplorePanel />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="problems">
          <ProblemsPanel />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}
