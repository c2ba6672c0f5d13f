import { Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { Fragment } from "react";
import { diameterRange, type SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { DiameterStatistics } from "../../state/derive/diameter-statistics.ts";
import { CheckedNumberField } from "../controls/CheckedNumberField.tsx";
import { FactList } from "../controls/FactList.tsx";
import { formatLength } from "../format/format-length.ts";
import { formatCount } from "../format/format-number.ts";

/** First value in px when there is no estimate: nuclei of HPA tiles of 2,048 px. */
const typicalDiameter = 170;

type Mode = "estimate" | "px" | "um";

interface DiameterControlProps {
  readonly options: SegmentationOptions;
  /** Estimated diameter of the nuclei of this tile, px; null when it is not known. */
  readonly estimate: number | null;
  readonly statistics: DiameterStatistics | null;
  /** µm per px; null when it is not known. */
  readonly pixelSize: number | null;
  /** `typed` is true when the number was typed, so that the user may still be typing. */
  readonly onChange: (change: Partial<SegmentationOptions>, typed: boolean) => void;
}

/** The nucleus diameter: estimated for each tile, or given in px or µm. */
export function DiameterControl({ options, estimate, statistics, pixelSize, onChange }: DiameterControlProps) {
  const { nucleusDiameter, nucleusMicrometres } = options;
  const mode: Mode = nucleusMicrometres !== null ? "um" : nucleusDiameter !== null ? "px" : "estimate";
  const { least, most } = diameterRange;
  const inPx =
    nucleusMicrometres !== null && pixelSize !== null
      ? nucleusMicrometres / pixelSize
      : (nucleusDiameter ?? estimate ?? statistics?.median ?? typicalDiameter);

  function choose(next: Mode, diameter: number): void {
    if (next === "estimate") onChange({ nucleusDiameter: null, nucleusMicrometres: null }, false);
    else if (next === "px") onChange({ nucleusDiameter: Math.round(diameter), nucleusMicrometres: null }, false);
    else if (pixelSize !== null)
      onChange({ nucleusDiameter: null, nucleusMicrometres: Number((diameter * pixelSize).toPrecision(3)) }, false);
  }

  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        Nucleus diameter
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Nucleus diameter"
        value={mode}
        data={[
          { value: "estimate", label: "Estimate" },
          { value: "px", label: "in px" },
          { value: "um", label: "in µm", disabled: pixelSize === null && mode !== "um" },
        ]}
        onChange={(value) => choose(value === "px" || value === "um" ? value : "estimate", inPx)}
      />
      {mode === "px" && (
        <CheckedNumberField
          label="Nucleus diameter in px"
          unit="px"
          value={nucleusDiameter}
          min={least}
          max={most}
          step={5}
          onChange={(value) => onChange({ nucleusDiameter: value }, true)}
        />
      )}
      {mode === "um" && (
        <CheckedNumberField
          label="Nucleus diameter in µm"
          unit="µm"
          value={nucleusMicrometres}
          min={least * (pixelSize ?? 1)}
          max={most * (pixelSize ?? 1)}
          step={0.5}
          onChange={(value) => onChange({ nucleusMicrometres: value }, true)}
        />
      )}
      <Text size="xs" c="dimmed">
        The width of a typical nucleus. All other lengths are derived from it.
        {pixelSize !== null
          ? ""
          : mode === "um"
            ? " The pixel size of this tile is not known, so its diameter is estimated."
            : " For µm, enter the pixel size below."}
      </Text>
      <FactList
        facts={[
          ["Estimate for this tile", estimate === null ? "—" : formatLength(estimate, pixelSize)],
          statistics === null
            ? ["Median of all tiles", "—"]
            : [
                `Median of ${formatCount(statistics.tiles, "tile")}`,
                <Fragment key="median">
                  {formatLength(statistics.median, pixelSize)}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    ml={4}
                    aria-label="Use the median diameter"
                    onClick={() => choose(pixelSize !== null && mode === "um" ? "um" : "px", statistics.median)}
                  >
                    Use
                  </Button>
                </Fragment>,
              ],
        ]}
      />
    </Stack>
  );
}
