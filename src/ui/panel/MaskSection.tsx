import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { TileMask } from "../../domain/tile-mask.ts";
import type { TileRecord } from "../../domain/tile-record.ts";
import { useDataset } from "../../state/dataset-store.ts";
import { maskedTiles } from "../../state/masked-tiles.ts";
import { removeMask } from "../../state/remove-mask.ts";
import { AgreementTable } from "./AgreementTable.tsx";
import { FactList } from "./FactList.tsx";
import { Section } from "./Section.tsx";
import classes from "./SidePanel.module.css";

/** Names without the archive or folder they came in. */
function baseName(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}

function Verdict({ record, mask }: { readonly record: TileRecord; readonly mask: TileMask }) {
  if (mask.problem !== null) {
    return (
      <Text size="sm" role="status">
        {mask.problem.message} <span className={classes["remedy"]}>{mask.problem.remedy}</span>
      </Text>
    );
  }
  if (mask.cells === null) {
    return (
      <Text size="sm" c="dimmed">
        A map of nuclei alone. Drop the cells' map too (_cellmask, _cells, _labels or _cp_masks).
      </Text>
    );
  }
  if (mask.agreement !== null) {
    return <AgreementTable caption="Agreement of this tile's cells with its mask" agreement={mask.agreement} />;
  }
  return (
    <Text size="sm" c="dimmed">
      {record.status === "ready" ? "Comparing …" : "Compared once the tile is segmented."}
    </Text>
  );
}

/** The label map that came for a tile: how well its cells agree with it. */
export function MaskSection({ record }: { readonly record: TileRecord }) {
  const tiles = useDataset((state) => state.tiles);
  const { mask } = record;
  const { compared, pooled } = maskedTiles(tiles);
  if (mask === null) return null;
  const files = [mask.cells, mask.nuclei].flatMap((name) => (name === null ? [] : [baseName(name)]));
  return (
    <Section
      title="Mask of the tile"
      aside={
        <Tooltip label="Remove the mask; the cells stay">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Remove the mask of this tile"
            onClick={() => void removeMask(record.id)}
          >
            <IconTrash size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      <div className={classes["maskSection"]}>
        <Text size="xs" c="dimmed" className={classes["breakable"]}>
          {files.join(", ")}
        </Text>
        <Verdict record={record} mask={mask} />
        {pooled !== null && compared > 1 && (
          <FactList
            facts={[
              [
                `F1 of all ${compared} tiles compared`,
                <span key="pooled" title={`At IoU ${pooled.map(({ iou }) => iou).join(" / ")}, cells counted together`}>
                  {pooled.map(({ f1 }) => f1.toFixed(3)).join(" / ")}
                </span>,
              ],
            ]}
          />
        )}
      </div>
    </Section>
  );
}
