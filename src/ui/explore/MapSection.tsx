import { Button, Group, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconMap2, IconPlayerStopFilled } from "@tabler/icons-react";
import { useState } from "react";
import { modelKey } from "../../domain/cell/embedding.ts";
import type { EmbeddingMap, MapProgress } from "../../domain/cell/exploration.ts";
import { cancelMap, drawMap, goToCell } from "../../state/actions/explore-cells.ts";
import { cellAtPoint, pointOfCell, pointsAround } from "../../state/derive/map-points.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { embeddingMap } from "../../state/stores/embedding-map.ts";
import { useExploration } from "../../state/stores/exploration-store.ts";
import { useSelection } from "../../state/stores/selection-store.ts";
import { FeaturesControl, useFeaturesObstacle } from "../cell/FeaturesControl.tsx";
import { useFreshCoverage } from "../cell/use-fresh-coverage.ts";
import { ColourDot } from "../controls/ColourDot.tsx";
import { formatCount } from "../format/format-number.ts";
import { CellRow } from "./CellRow.tsx";
import { CellScatter } from "./CellScatter.tsx";
import { type MapColouring, pointColour } from "./draw-map.ts";
import classes from "./MapSection.module.css";

const stages: Readonly<Record<MapProgress["stage"], string>> = {
  read: "Reading features",
  compare: "Comparing all cells",
  arrange: "Arranging the cells",
};

/** Number of rows in the list below the map. */
const around = 6;

/** The neighbours of the selected cell on the map as a list, for the keyboard and for screen readers. */
function CellsAround({ map, colouring }: { readonly map: EmbeddingMap; readonly colouring: MapColouring }) {
  const names = useDataset((state) => state.classes.names);
  const tileId = useSelection((state) => state.tileId);
  const cell = useSelection((state) => state.cell);
  const point = tileId === null || cell === null ? null : pointOfCell(map, { tileId, number: cell });
  if (point === null) {
    return (
      <Text size="xs" c="dimmed">
        {cell === null ? "Select a cell on the map or in the picture." : "The selected cell is not on the map."}
      </Text>
    );
  }
  return (
    <>
      <Text size="xs" c="dimmed">
        Around cell {cell} on the map:
      </Text>
      <ul className={classes["around"]} aria-label="Cells around the selected one on the map">
        {pointsAround(map, point, around).map((other) => {
          const to = cellAtPoint(map, other);
          const top = map.topClass[other] ?? -1;
          return (
            to !== null && (
              <li key={other}>
                <CellRow onClick={() => goToCell(to)}>
                  <ColourDot colour={pointColour(map, other, colouring)} />
                  <span className={classes["name"]}>
                    {top < 0 ? "Not predicted" : (names[top] ?? `Class ${top}`)}, cell {to.number} of {to.tileId}
                  </span>
                </CellRow>
              </li>
            )
          );
        })}
      </ul>
    </>
  );
}

/** A map of all cells, on which cells that the model sees as alike lie together. */
export function MapSection() {
  useFreshCoverage();
  const [colouring, setColouring] = useState<MapColouring>("class");
  const generation = useExploration((state) => state.map);
  const mapOf = useExploration((state) => state.mapOf);
  const mapping = useExploration((state) => state.mapping);
  const coverage = useExploration((state) => state.coverage);
  const embedding = useExploration((state) => state.embedding !== null);
  const model = useDataset((state) => (state.model === null ? "" : modelKey(state.model)));
  const obstacle = useFeaturesObstacle();
  const map = generation === 0 ? null : embeddingMap();
  const complete = coverage !== null && coverage.cells > 0 && coverage.embedded >= coverage.cells;
  const outdated =
    mapOf !== null && (mapOf.model !== model || (coverage !== null && mapOf.cells !== coverage.embedded));
  return (
    <Stack gap={8}>
      {map !== null && (
        <>
          <CellScatter map={map} colouring={colouring} />
          <Group justify="space-between" wrap="nowrap" gap={8}>
            <Text size="xs">Colour by</Text>
            <SegmentedControl
              size="xs"
              aria-label="Colour of the cells on the map"
              value={colouring}
              data={[
                { value: "class", label: "Likeliest class" },
                { value: "tile", label: "Tile" },
              ]}
              onChange={(value) => setColouring(value === "tile" ? "tile" : "class")}
            />
          </Group>
          <Text size="xs" c="dimmed">
            {map.numbers.length < map.of
              ? `A random sample of ${map.numbers.length.toLocaleString("en")} of ${formatCount(map.of, "cell")}.`
              : `${formatCount(map.of, "cell")}.`}{" "}
            Cells that lie together are alike to the model. Large distances and the axes mean little (UMAP).
            {outdated ? " The model or the cells have changed since: draw the map again." : ""}
          </Text>
          <CellsAround map={map} colouring={colouring} />
        </>
      )}
      {mapping !== null ? (
        <>
          <Text size="sm">{stages[mapping.stage]} …</Text>
          <Progress value={100 * mapping.share} aria-label="Progress of the map" />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
            onClick={cancelMap}
          >
            Cancel the map
          </Button>
        </>
      ) : embedding || (!complete && (obstacle !== null || coverage === null)) ? (
        <FeaturesControl />
      ) : (
        (map === null || outdated) && (
          <>
            {map === null && (
              <Text size="sm" c="dimmed">
                On the map, cells that the model sees as alike lie together. Groups of cells stand out, and so do single
                cells that are unlike the others of their class or tile.
              </Text>
            )}
            <Button
              variant="light"
              size="xs"
              leftSection={<IconMap2 size={15} aria-hidden />}
              disabled={coverage?.cells === 0 || (!complete && obstacle !== null)}
              onClick={() => void drawMap()}
            >
              {map === null ? "Draw the map" : "Draw the map again"}
            </Button>
            {!complete && <FeaturesControl />}
          </>
        )
      )}
    </Stack>
  );
}
