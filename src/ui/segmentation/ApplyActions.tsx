import { Button, Checkbox, Group, Loader, Text } from "@mantine/core";
import { useState } from "react";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { discardDraft, isOutdated } from "../../state/actions/adjust-segmentation.ts";
import { applyToAll, applyToTile, tilesWithOwn } from "../../state/actions/apply-segmentation.ts";
import { cancelAllTiles } from "../../state/actions/process-tiles.ts";
import { maskedTiles } from "../../state/derive/masked-tiles.ts";
import { useAdjustment } from "../../state/stores/adjustment-store.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { formatCount, formatWhole } from "../format/format-number.ts";
import classes from "./ApplyActions.module.css";

/** One line above the buttons: what the preview shows or what is running, and a button that discards or cancels it. */
function StatusLine({ record }: { readonly record: TileRecord | undefined }) {
  const { status, result, problem, draft } = useAdjustment();
  const batch = useWork((state) => state.batch);
  const segmentation = useDataset((state) => state.segmentation);
  const pixelSize = useDataset((state) => state.pixelSize);
  const text =
    batch !== null
      ? `Segmenting ${formatWhole(Math.min(batch.done + 1, batch.total))} of ${formatWhole(batch.total)} …`
      : problem !== null
        ? `${problem.message} ${problem.remedy}`
        : result !== null
          ? `Preview: ${formatCount(result.cells, "cell")} (now ${formatWhole(record?.cellCount ?? 0)})`
          : status === "closed"
            ? "The preview starts when the tile in view is segmented."
            : draft !== null
              ? "Preparing the preview …"
              : status === "preparing"
                ? "Getting the tile ready for previews …"
                : isOutdated(record, { segmentation, pixelSize })
                  ? "These cells were found with other settings. Apply these settings to find the cells again."
                  : "Move a slider to see at once what it does.";
  return (
    <div className={classes["status"]}>
      <Text size="xs" c={problem !== null ? "var(--cyto-bad)" : "dimmed"} className={classes["text"]}>
        {text}
      </Text>
      {batch === null && <CopyDetails problem={problem} />}
      {(status === "preparing" || status === "working") && (
        <Loader key={status} size={12} color="var(--cyto-accent)" className={classes["late"]} aria-hidden />
      )}
      {batch !== null ? (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={cancelAllTiles}>
          Cancel
        </Button>
      ) : (
        draft !== null && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={discardDraft}>
            Discard
          </Button>
        )
      )}
    </div>
  );
}

/** The buttons that apply the settings to one tile or to all tiles. */
export function ApplyActions({ record }: { readonly record: TileRecord | undefined }) {
  const tiles = useDataset((state) => state.tiles);
  const batch = useWork((state) => state.batch !== null);
  const [overOwn, setOverOwn] = useState(false);
  const withOwn = tilesWithOwn(tiles, record?.id ?? null);
  const imported = maskedTiles(tiles).takenOver;
  const kept = Object.values(tiles).reduce((sum, { correctedCells }) => sum + correctedCells, 0);
  const canApply = record !== undefined && record.status !== "waiting" && !batch;
  return (
    <div className={classes["apply"]}>
      <StatusLine record={record} />
      {withOwn > 0 && (
        <Checkbox
          size="xs"
          checked={overOwn}
          onChange={(event) => setOverOwn(event.currentTarget.checked)}
          label={`Also ${formatCount(withOwn, "other tile")} with own settings`}
        />
      )}
      <Group gap={8} wrap="nowrap">
        <Button
          className={classes["button"]}
          disabled={!canApply}
          onClick={() => record !== undefined && void applyToTile(record.id)}
        >
          Apply to this tile
        </Button>
        <Button
          className={classes["button"]}
          variant="default"
          disabled={batch}
          onClick={() => void applyToAll(overOwn)}
        >
          Apply to all tiles
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        Applying replaces the cells and their probabilities
        {imported > 0 ? `, also in ${formatCount(imported, "tile")} whose cells came from a mask` : ""}.
        {kept > 0 ? ` ${formatCount(kept, "cell")} corrected by hand ${kept === 1 ? "is" : "are"} kept.` : ""}
      </Text>
    </div>
  );
}
