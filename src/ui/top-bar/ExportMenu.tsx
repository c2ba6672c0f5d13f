import { Button, Menu, Text } from "@mantine/core";
import {
  IconBraces,
  IconBrain,
  IconChevronDown,
  IconFileExport,
  IconFileSettings,
  IconFileTypeCsv,
  IconGridDots,
  IconPalette,
  IconPhoto,
  IconPlayerStop,
} from "@tabler/icons-react";
import { create } from "zustand";
import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import { starterModelId, starterModelName } from "../../domain/training/starter-model.ts";
import { cancelExport, exportObstacle, exportResults } from "../../state/actions/export-results.ts";
import { secondsLeft } from "../../state/derive/seconds-left.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useExploration } from "../../state/stores/exploration-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { useFreshCoverage } from "../cell/use-fresh-coverage.ts";
import { saveFile } from "../controls/save-file.ts";
import { formatDuration } from "../format/format-duration.ts";
import classes from "./ExportMenu.module.css";

/** Whether the menu is open. It is a store, because the last step of the journey opens the menu too. */
export const useExportMenu = create<boolean>()(() => false);

const entries: readonly { kind: ExportKind; label: string; hint: string; icon: typeof IconPhoto }[] = [
  {
    kind: "submission",
    label: "submission.csv",
    hint: "Every cell's mask and probabilities, in Kaggle's format",
    icon: IconFileTypeCsv,
  },
  {
    kind: "cells",
    label: "cells.csv",
    hint: "One row per cell: position, shape, intensities, probabilities",
    icon: IconFileTypeCsv,
  },
  {
    kind: "label-maps",
    label: "Label maps (PNG)",
    hint: "A .zip of 16-bit images, pixel value = cell number",
    icon: IconPhoto,
  },
  {
    kind: "label-maps-tiff",
    label: "Label maps (TIFF)",
    hint: "The same for ImageJ, QuPath and CellProfiler",
    icon: IconPhoto,
  },
  {
    kind: "previews",
    label: "Previews (PNG)",
    hint: "A .zip of pictures: the cells outlined in colours",
    icon: IconPalette,
  },
  {
    kind: "coco",
    label: "COCO annotations",
    hint: "Every cell's mask, box and class as COCO JSON",
    icon: IconBraces,
  },
  {
    kind: "embeddings-npy",
    label: "Features (NumPy)",
    hint: "A .zip: the features of every cell as .npy, and a table of its rows",
    icon: IconGridDots,
  },
  {
    kind: "embeddings-csv",
    label: "Features (CSV)",
    hint: "The same as one table with a row per cell",
    icon: IconFileTypeCsv,
  },
  {
    kind: "run",
    label: "run.json",
    hint: "The versions and settings that the results come from, for the data set and for each tile",
    icon: IconFileSettings,
  },
  {
    kind: "model",
    label: "Model",
    hint: "A .zip: weights (safetensors) with their manifest, and run.json",
    icon: IconBrain,
  },
  {
    kind: "onnx",
    label: "Model (ONNX)",
    hint: "A .zip for prediction elsewhere: crops in, probabilities out; with run.json",
    icon: IconBrain,
  },
];

export function ExportMenu() {
  const opened = useExportMenu();
  const exporting = useWork((state) => state.exporting);
  const counts = countTiles(useDataset((state) => state.tiles));
  const model = useDataset((state) => state.model !== null);
  const predictions = useLearning((state) => state.predictedBy !== null);
  const stale = useLearning((state) => state.predictionStale);
  const features = useExploration(
    ({ coverage }) => coverage !== null && coverage.embedded > 0 && coverage.embedded >= coverage.cells,
  );
  useFreshCoverage(opened);
  const starter = useLearning((state) => state.predictedBy === starterModelId);
  const share = exporting !== null && exporting.of > 0 ? Math.round((100 * exporting.done) / exporting.of) : null;
  const left = exporting === null ? null : secondsLeft(exporting.done, exporting.of, Date.now() - exporting.startedAt);
  return (
    <Menu position="bottom-end" width={320} opened={opened} onChange={(open) => useExportMenu.setState(open, true)}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconFileExport size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label="Export"
          aria-busy={exporting !== null}
        >
          {exporting === null ? "Export" : share === null ? "Exporting …" : `Exporting ${share} %`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes["list"] ?? ""}>
        <Menu.Label>Save to your computer</Menu.Label>
        {starter && <Menu.Label>Probabilities: {starterModelName}</Menu.Label>}
        {exporting !== null && (
          <Menu.Item leftSection={<IconPlayerStop size={18} stroke={1.6} aria-hidden />} onClick={cancelExport}>
            Cancel export
            {left === null ? "" : ` (${formatDuration(left)} left)`}
          </Menu.Item>
        )}
        {entries.map(({ kind, label, hint, icon: Icon }) => {
          const obstacle = exportObstacle(kind, counts, {
            predictions,
            stale,
            model,
            features,
            busy: exporting !== null,
          });
          return (
            <Menu.Item
              key={kind}
              leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
              disabled={obstacle !== null}
              className={classes["entry"]}
              aria-label={label}
              title={obstacle ?? hint}
              onClick={() => void exportResults(kind, saveFile)}
            >
              <Text size="sm">{label}</Text>
              <Text size="xs" c="dimmed">
                {obstacle ?? hint}
              </Text>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
