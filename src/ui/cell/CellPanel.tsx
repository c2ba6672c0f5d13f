import { ActionIcon, Group, Kbd, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import type { Cell } from "../../domain/cell/cell.ts";
import type { TileView } from "../../domain/cell/tile-view.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import { stepCell } from "../../state/derive/step-cell.ts";
import { displaysFor, useDisplay } from "../../state/stores/display-store.ts";
import { selectCell, useSelection } from "../../state/stores/selection-store.ts";
import { FactList } from "../controls/FactList.tsx";
import { Section } from "../controls/Section.tsx";
import { formatWhole } from "../format/format-number.ts";
import { ExplainedCrop } from "./ExplainedCrop.tsx";
import { LabelList } from "./LabelList.tsx";
import { NeighbourStrip } from "./NeighbourStrip.tsx";
import { ProbabilityBars } from "./ProbabilityBars.tsx";
import { TileSummary } from "./TileSummary.tsx";

function measurements(cell: Cell, fullScale: number): readonly (readonly [string, string])[] {
  const { box, centroid, area, nucleusArea, meanIntensity } = cell;
  return [
    ["Area", `${formatWhole(area)} px`],
    [
      "Nucleus",
      nucleusArea === 0 ? "none" : `${formatWhole(nucleusArea)} px (${Math.round((100 * nucleusArea) / area)} %)`,
    ],
    ["Box", `${box.right - box.left} × ${box.bottom - box.top} px`],
    ["Centre", `${Math.round(centroid.x)}, ${Math.round(centroid.y)} px`],
    ...channelNames.map((name) => {
      const mean = meanIntensity[name];
      return [
        `Mean ${name}`,
        mean === null ? "—" : `${mean < 100 ? mean.toFixed(1) : formatWhole(mean)} of ${formatWhole(fullScale)}`,
      ] as const;
    }),
  ];
}

/** A text that changes with every correction of the cell. */
function formOf({ box, area, centroid }: Cell): string {
  return [...Object.values(box), area, centroid.x, centroid.y].join();
}

/** The selected cell: its picture, its probabilities, similar cells and its measurements. */
export function CellPanel({ view }: { readonly view: TileView | null }) {
  const selected = useSelection((state) => state.cell);
  const channels = useDisplay((state) => state.channels);
  const fullScale = view?.pixels.bitDepth === 16 ? 65_535 : 255;
  const displays = useMemo(
    () => (view === null ? null : displaysFor(channels, view.contrast, fullScale)),
    [channels, view, fullScale],
  );
  const cell = view?.cells.find(({ number }) => number === selected);
  if (view === null || cell === undefined || displays === null) return <TileSummary view={view} />;

  const numbers = view.cells.map(({ number }) => number);
  const step = (by: 1 | -1) => selectCell(stepCell(numbers, selected, by));
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" pt="sm">
        <div>
          <Text fw={600}>Cell {cell.number}</Text>
          <Text size="xs" c="dimmed">
            of {view.cells.length} in this tile{cell.corrected ? ", corrected by hand" : ""}
          </Text>
        </div>
        <Group gap={2} wrap="nowrap">
          <Tooltip label="Previous cell (←)">
            <ActionIcon variant="subtle" color="gray" aria-label="Previous cell" onClick={() => step(-1)}>
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next cell (→)">
            <ActionIcon variant="subtle" color="gray" aria-label="Next cell" onClick={() => step(1)}>
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={<>Deselect (Esc)</>}>
            <ActionIcon variant="subtle" color="gray" aria-label="Deselect the cell" onClick={() => selectCell(null)}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <ExplainedCrop
        tileId={cell.tileId}
        number={cell.number}
        displays={displays}
        version={formOf(cell)}
        predictions={view.predictions}
        weakLabel={view.record.weakLabel}
      />
      {cell.touchesBorder && (
        <Text size="xs" c="dimmed" ta="center" px="md">
          This cell is cut by the border of the tile, so its probabilities count less.
        </Text>
      )}
      <Section title="Where the protein is">
        <ProbabilityBars predictions={view.predictions} cell={cell.number} weakLabel={view.record.weakLabel} />
      </Section>
      <Section title="Cells most alike">
        <NeighbourStrip tileId={cell.tileId} number={cell.number} version={formOf(cell)} />
      </Section>
      <Section title="Labels of the tile">
        <LabelList label={view.record.weakLabel} />
      </Section>
      <Section title="Measurements">
        <FactList facts={measurements(cell, fullScale)} />
      </Section>
      <Text size="xs" c="dimmed" px="md" pb="md">
        <Kbd size="xs">←</Kbd> <Kbd size="xs">→</Kbd> go from cell to cell.
      </Text>
    </>
  );
}
