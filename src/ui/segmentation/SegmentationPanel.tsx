import { Alert, Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconAdjustments, IconRotate } from "@tabler/icons-react";
import { useEffect } from "react";
import { defaultSegmentationOptions, sameSegmentation } from "../../domain/tile/segmentation-options.ts";
import {
  adjust,
  closeAdjustment,
  openAdjustment,
  optionsOf,
  pixelSizeOf,
  typingTime,
} from "../../state/actions/adjust-segmentation.ts";
import { followDataset } from "../../state/actions/apply-segmentation.ts";
import { changeCrop, changePixelSize } from "../../state/actions/change-options.ts";
import { diameterStatistics } from "../../state/derive/diameter-statistics.ts";
import { useAdjustment } from "../../state/stores/adjustment-store.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useSelection } from "../../state/stores/selection-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { CheckedNumberField } from "../controls/CheckedNumberField.tsx";
import { OptionSlider } from "../controls/OptionSlider.tsx";
import { Section } from "../controls/Section.tsx";
import { ApplyActions } from "./ApplyActions.tsx";
import { DiameterControl } from "./DiameterControl.tsx";
import classes from "./SegmentationPanel.module.css";

const percent = (value: number) => `${Math.round(100 * value)} %`;

/** The important parameters, with a live preview on the tile in view. Nothing is stored before the user applies it. */
export function SegmentationPanel() {
  const tiles = useDataset((state) => state.tiles);
  const segmentation = useDataset((state) => state.segmentation);
  const typedPixelSize = useDataset((state) => state.pixelSize);
  const crop = useDataset((state) => state.crop);
  const hasModel = useDataset((state) => state.model !== null);
  const tileId = useSelection((state) => state.tileId);
  const draft = useAdjustment((state) => state.draft);
  const estimate = useAdjustment((state) => state.estimate);
  const record = tileId === null ? undefined : tiles[tileId];
  const busy = useWork((state) => tileId !== null && state.stages[tileId] !== undefined);

  const ready = record?.status === "ready" ? record.id : null;
  useEffect(() => openAdjustment(ready), [ready]);
  useEffect(() => closeAdjustment, []);

  const options = draft ?? optionsOf(record, { segmentation });
  const pixelSize = pixelSizeOf(record, { pixelSize: typedPixelSize });
  return (
    <>
      {record !== undefined && record.segmentation !== null && (
        <Alert className={classes["own"]} icon={<IconAdjustments size={16} aria-hidden />} p="xs" variant="light">
          <Text size="sm">This tile has its own settings.</Text>
          <Button
            size="compact-xs"
            variant="subtle"
            ml={-8}
            disabled={busy}
            onClick={() => void followDataset(record.id)}
          >
            Use the data set's settings
          </Button>
        </Alert>
      )}
      <Section
        title="Finding cells"
        aside={
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconRotate size={13} aria-hidden />}
            style={{ visibility: sameSegmentation(options, defaultSegmentationOptions) ? "hidden" : "visible" }}
            onClick={() => adjust(defaultSegmentationOptions)}
          >
            Defaults
          </Button>
        }
      >
        <Stack gap="md">
          <DiameterControl
            options={options}
            estimate={estimate ?? record?.estimatedDiameter ?? null}
            statistics={diameterStatistics(tiles)}
            pixelSize={pixelSize}
            onChange={(change, typed) => adjust(change, typed ? typingTime : undefined)}
          />
          <OptionSlider
            name="Split strength"
            explanation="A higher value separates touching nuclei more readily; a lower value keeps lobed nuclei whole."
            value={options.splitStrength}
            format={percent}
            onChange={(value) => adjust({ splitStrength: value })}
          />
          <OptionSlider
            name="Nucleus sensitivity"
            explanation="A higher value finds dimmer nuclei; a lower value takes only those that stand out."
            value={options.nucleusSensitivity}
            format={percent}
            onChange={(value) => adjust({ nucleusSensitivity: value })}
          />
          <OptionSlider
            name="Cell sensitivity"
            explanation="A higher value reaches further into dim cytoplasm; a lower value keeps the bright core."
            value={options.cellSensitivity}
            format={percent}
            onChange={(value) => adjust({ cellSensitivity: value })}
          />
          <OptionSlider
            name="Smallest area"
            explanation="Nuclei smaller than this share of a typical nucleus make no cell, so that debris is left out."
            value={options.smallestArea}
            step={0.01}
            format={percent}
            onChange={(value) => adjust({ smallestArea: value })}
          />
          <Stack gap={4}>
            <Text size="sm" fw={500}>
              Cells at the border
            </Text>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label="Cells at the border"
              value={options.borderCells}
              data={[
                { value: "keep", label: "Keep" },
                { value: "drop", label: "Leave out" },
              ]}
              onChange={(value) => adjust({ borderCells: value === "drop" ? "drop" : "keep" })}
            />
            <Text size="xs" c="dimmed">
              Whether to keep cells whose nucleus is cut by the border of the tile.
            </Text>
          </Stack>
        </Stack>
      </Section>
      <Section title="Pixel size">
        <Stack gap={4}>
          <CheckedNumberField
            label="Pixel size in µm"
            unit="µm"
            value={typedPixelSize}
            min={0.001}
            max={100}
            step={0.01}
            placeholder={record?.pixelSize ? `${record.pixelSize}, from the file` : "not known"}
            mayBeEmpty
            onChange={changePixelSize}
          />
          <Text size="xs" c="dimmed">
            Side of a pixel, for lengths in µm. A size that you enter counts for all tiles, whatever their files say.
          </Text>
        </Stack>
      </Section>
      <Section title="Cutting out cells">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Neighbours in a cell's picture"
          value={crop.neighbours}
          data={[
            { value: "keep", label: "Keep neighbours" },
            { value: "mask", label: "Mask neighbours" },
          ]}
          onChange={(value) => changeCrop({ neighbours: value === "mask" ? "mask" : "keep" })}
        />
        <Text size="xs" c="dimmed" mt={6}>
          Whether the network sees what lies around a cell. A change counts for cells that are found from now on.
          {hasModel
            ? " The present model expects cells cut out as they were in its training: train again after a change."
            : ""}
        </Text>
      </Section>
      <ApplyActions record={record} />
    </>
  );
}
