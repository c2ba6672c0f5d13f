import { Button, NumberInput, SegmentedControl, Stack, Switch, Text } from "@mantine/core";
import { IconRefresh, IconRotate } from "@tabler/icons-react";
import { defaultSegmentationOptions, diameterRange } from "../../domain/segmentation-options.ts";
import { changeCrop, changeSegmentation } from "../../state/change-segmentation.ts";
import { useDataset } from "../../state/dataset-store.ts";
import { segmentAgain } from "../../state/process-tiles.ts";
import { useSelection } from "../../state/selection-store.ts";
import { useWork } from "../../state/work-store.ts";
import { formatWhole } from "../format/format-number.ts";
import { OptionSlider } from "./OptionSlider.tsx";
import { Section } from "./Section.tsx";
import classes from "./SidePanel.module.css";

/** First figure when the user takes over from the estimate: nuclei of HPA tiles of 2,048 px. */
const typicalDiameter = 170;

const percent = (value: number) => `${Math.round(100 * value)} %`;

export function SegmentationPanel() {
  const segmentation = useDataset((state) => state.segmentation);
  const crop = useDataset((state) => state.crop);
  const order = useDataset((state) => state.order);
  const hasModel = useDataset((state) => state.model !== null);
  const tileId = useSelection((state) => state.tileId);
  const record = useDataset((state) => (tileId === null ? undefined : state.tiles[tileId]));
  const busy = useWork((state) => tileId !== null && state.stages[tileId] !== undefined);
  const batch = useWork((state) => state.batch !== null);
  const { nucleusDiameter, splitStrength, cellSensitivity, smallestArea } = segmentation;
  const estimated = record?.nucleusDiameter ?? null;
  const isDefault = Object.entries(defaultSegmentationOptions).every(
    ([name, value]) => segmentation[name as keyof typeof segmentation] === value,
  );
  return (
    <>
      <Section
        title="Finding cells"
        aside={
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={<IconRotate size={13} aria-hidden />}
            style={{ visibility: isDefault ? "hidden" : "visible" }}
            onClick={() => changeSegmentation(defaultSegmentationOptions)}
          >
            Defaults
          </Button>
        }
      >
        <Stack gap="md">
          <div className={classes["option"]}>
            <div className={classes["optionHead"]}>
              <Switch
                size="sm"
                label="Estimate the nucleus diameter"
                checked={nucleusDiameter === null}
                onChange={(event) =>
                  changeSegmentation({
                    nucleusDiameter: event.currentTarget.checked ? null : Math.round(estimated ?? typicalDiameter),
                  })
                }
              />
            </div>
            <NumberInput
              size="xs"
              aria-label="Nucleus diameter in px"
              suffix=" px"
              min={diameterRange.least}
              max={diameterRange.most}
              step={5}
              disabled={nucleusDiameter === null}
              value={nucleusDiameter ?? (estimated === null ? "" : Math.round(estimated))}
              placeholder="estimated from the image"
              onChange={(value) => {
                if (typeof value === "number" && value >= diameterRange.least)
                  changeSegmentation({ nucleusDiameter: value });
              }}
            />
            <Text size="xs" c="dimmed">
              Across a typical nucleus.{" "}
              {estimated === null ? "" : `In this tile ${formatWhole(estimated)} px were used.`}
            </Text>
          </div>
          <OptionSlider
            name="Split strength"
            explanation="Higher parts touching nuclei more readily; lower keeps lobed nuclei whole."
            value={splitStrength}
            format={percent}
            onChange={(value) => changeSegmentation({ splitStrength: value })}
          />
          <OptionSlider
            name="Cell sensitivity"
            explanation="Higher reaches further into dim cytoplasm; lower keeps the bright core."
            value={cellSensitivity}
            format={percent}
            onChange={(value) => changeSegmentation({ cellSensitivity: value })}
          />
          <OptionSlider
            name="Smallest area"
            explanation="Nuclei smaller than this share of a typical one make no cell: debris is left out."
            value={smallestArea}
            format={percent}
            onChange={(value) => changeSegmentation({ smallestArea: value })}
          />
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
          Whether the network sees what lies around a cell.
          {hasModel ? " The present model needs the pictures it was trained on: after a change, train again." : ""}
        </Text>
      </Section>
      <div className={classes["actions"]}>
        <Button
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={record === undefined || record.status === "waiting" || busy}
          loading={busy}
          onClick={() => tileId !== null && void segmentAgain([tileId])}
        >
          Segment this tile again
        </Button>
        <Button variant="default" disabled={order.length === 0 || batch} onClick={() => void segmentAgain(order)}>
          Segment all again
        </Button>
        <Text size="xs" c="dimmed">
          New settings count for tiles that are segmented from now on. Old cells are replaced, with their probabilities.
        </Text>
      </div>
    </>
  );
}
