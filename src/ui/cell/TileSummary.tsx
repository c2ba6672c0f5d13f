import { Text } from "@mantine/core";
import { IconPointer } from "@tabler/icons-react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useSelection } from "../../state/stores/selection-store.ts";
import { FactList } from "../controls/FactList.tsx";
import { Hint } from "../controls/Hint.tsx";
import { Section } from "../controls/Section.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { formatWhole } from "../format/format-number.ts";
import { MaskSection } from "../segmentation/MaskSection.tsx";
import { LabelList } from "./LabelList.tsx";
import classes from "./TileSummary.module.css";

/** Facts about the tile in view, shown while no cell is selected. */
export function TileSummary({ view }: { readonly view: TileView | null }) {
  const tileId = useSelection((state) => state.tileId);
  const record = useDataset((state) => (tileId === null ? undefined : state.tiles[tileId]));
  if (record === undefined) {
    return (
      <Text size="sm" c="dimmed" p="md">
        Choose a tile to see its cells.
      </Text>
    );
  }
  const border = view?.cells.filter((cell) => cell.touchesBorder).length;
  return (
    <>
      {record.status === "ready" && record.cellCount > 0 && (
        <Hint icon={IconPointer}>Click a cell in the picture to see where its protein is.</Hint>
      )}
      <Section title="This tile">
        <FactList
          facts={[
            [
              "Name",
              <span key="name" className={classes["name"]}>
                {record.id}
              </span>,
            ],
            ["Size", record.width > 0 ? `${record.width} × ${record.height} px` : "—"],
            ["Depth", record.bitDepth === null ? "—" : `${record.bitDepth} bits`],
            ["Cells", record.status === "ready" ? formatWhole(record.cellCount) : "—"],
            ...(record.correctedCells > 0 ? [["Corrected by hand", formatWhole(record.correctedCells)] as const] : []),
            ...(border === undefined ? [] : [["Cut by the border", formatWhole(border)] as const]),
            ["Nucleus diameter", record.nucleusDiameter === null ? "—" : `${formatWhole(record.nucleusDiameter)} px`],
            [
              record.maskSource === "imported" ? "Mask taken over in" : "Segmented in",
              record.processingSeconds === null ? "—" : formatDuration(record.processingSeconds),
            ],
            ...(record.missingChannels.length > 0
              ? [["Segmented without", record.missingChannels.join(", ")] as const]
              : []),
            ...(record.sample ? [["Origin", "Generated sample"] as const] : []),
          ]}
        />
      </Section>
      <MaskSection record={record} />
      <Section title="Labels of the tile">
        <LabelList label={record.weakLabel} />
      </Section>
    </>
  );
}
