import { ActionIcon, Button, Group, SegmentedControl, Stack, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { TileMask } from "../../domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { segmentAgain } from "../../state/actions/process-tiles.ts";
import { removeMask } from "../../state/actions/remove-mask.ts";
import { adoptMasks } from "../../state/actions/take-masks-as-cells.ts";
import { maskedTiles } from "../../state/derive/masked-tiles.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { type Confirmation, ConfirmDialog } from "../controls/ConfirmDialog.tsx";
import { FactList } from "../controls/FactList.tsx";
import { Section } from "../controls/Section.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { formatCount, formatWhole } from "../format/format-number.ts";
import { AgreementTable } from "./AgreementTable.tsx";
import classes from "./MaskSection.module.css";

/** Returns a file's name without its archive or folder. */
function baseName(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}

function Verdict({ record, mask }: { readonly record: TileRecord; readonly mask: TileMask }) {
  if (mask.problem !== null) {
    return (
      <>
        <Text size="sm" role="status">
          {mask.problem.message} <span className={classes["remedy"]}>{mask.problem.remedy}</span>
        </Text>
        <CopyDetails problem={mask.problem} />
      </>
    );
  }
  if (mask.cells === null) {
    return (
      <Text size="sm" c="dimmed">
        This is a map of nuclei only. Drop the map of the cells too (_cellmask, _cells, _labels or _cp_masks).
      </Text>
    );
  }
  if (mask.leftOut !== null) {
    const { pieces, pixels } = mask.leftOut;
    return (
      <Text size="sm">
        The cells are those of the mask{record.correctedCells > 0 ? ", and were corrected by hand since." : "."}
        {pieces > 0 &&
          ` ${formatCount(pieces, "loose piece")} (${formatWhole(pixels)} px) ${pieces === 1 ? "was" : "were"} left out, because a cell is one piece.`}
      </Text>
    );
  }
  if (mask.agreement !== null) {
    return <AgreementTable caption="Agreement of this tile's cells with its mask" agreement={mask.agreement} />;
  }
  return (
    <Text size="sm" c="dimmed">
      {record.status === "ready" ? "Comparing …" : "The comparison follows when the tile is segmented."}
    </Text>
  );
}

/** The label map imported for a tile: how well the tile's cells agree with it, or that the cells come from it. */
export function MaskSection({ record }: { readonly record: TileRecord }) {
  const tiles = useDataset((state) => state.tiles);
  const { mask } = record;
  const { all, imported, compared, pooled } = maskedTiles(tiles);
  const busy = useWork((state) => state.stages[record.id] !== undefined);
  const batch = useWork((state) => state.batch !== null);
  const [asked, setAsked] = useState<Confirmation | null>(null);
  if (mask === null) return null;
  const adopt = (ids: readonly TileId[]) => {
    const corrected = ids.reduce((sum, id) => sum + (tiles[id]?.correctedCells ?? 0), 0);
    if (corrected === 0) {
      void adoptMasks(ids);
      return;
    }
    setAsked({
      title: "Replace corrected cells?",
      text: `${formatCount(corrected, "cell")} corrected by hand would be lost, because the mask replaces all cells.`,
      action: "Replace",
      confirm: () => void adoptMasks(ids),
    });
  };
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
      <Stack gap={8}>
        <Text size="xs" c="dimmed" className={classes["files"]}>
          {files.join(", ")}
        </Text>
        {record.status === "ready" && mask.cells !== null && (
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="What the mask is for"
            disabled={busy || mask.problem !== null}
            value={mask.leftOut === null ? "compare" : "use"}
            data={[
              { value: "compare", label: "Compare with it" },
              { value: "use", label: "Use as the cells" },
            ]}
            onChange={(value) => (value === "use" ? adopt([record.id]) : void segmentAgain([record.id]))}
          />
        )}
        <Verdict record={record} mask={mask} />
        {pooled !== null && compared > 1 && (
          <FactList
            facts={[
              [
                `F1 of all ${compared} tiles compared`,
                <span
                  key="pooled"
                  title={`At IoU ${pooled.map(({ iou }) => iou).join(" / ")}, with the cells of all tiles counted together`}
                >
                  {pooled.map(({ f1 }) => f1.toFixed(3)).join(" / ")}
                </span>,
              ],
            ]}
          />
        )}
        {all.length > 1 && (
          <Group gap="xs" grow>
            <Button
              size="compact-xs"
              variant="default"
              disabled={batch || imported.length === 0}
              onClick={() => void segmentAgain(imported)}
            >
              Compare all {all.length}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={batch || imported.length === all.length}
              onClick={() => adopt(all.filter((id) => !imported.includes(id)))}
            >
              Use all {all.length}
            </Button>
          </Group>
        )}
        <Text size="xs" c="dimmed">
          {mask.leftOut !== null
            ? "To compare, the tile is segmented again. This replaces these cells and their probabilities."
            : "If you use the mask as the cells, it replaces the cells that were found and their probabilities."}
        </Text>
      </Stack>
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </Section>
  );
}
