import { useMemo } from "react";
import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import { countTopClasses } from "../../domain/localisation/top-classes.ts";
import { classColour, cssColour, unclassifiedColour } from "../../state/derive/class-colours.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { PicturePlate } from "../controls/PicturePlate.tsx";
import { formatCount } from "../format/format-number.ts";
import classes from "./ClassLegend.module.css";

interface ClassLegendProps {
  readonly predictions: TilePredictions | null;
  readonly cells: number;
  /** Number of cells that are cut by the border. */
  readonly cut: number;
  /** Number of cells that were corrected by hand. */
  readonly corrected: number;
}

/** Explains the colours and the dashed lines of the outlines, with the number of cells for each. */
export function ClassLegend({ predictions, cells, cut, corrected }: ClassLegendProps) {
  const names = useDataset((state) => state.classes.names);
  const present = useMemo(() => countTopClasses(predictions), [predictions]);
  if (cells === 0) return null;
  const unclassified = present.reduce((rest, entry) => rest - entry.cells, cells);
  return (
    <PicturePlate className={classes["legend"]}>
      {present.length > 0 && (
        <p className={classes["title"]}>
          <span>Likeliest class</span>
          <span>cells</span>
        </p>
      )}
      <ul aria-label="Likeliest class of the cells">
        {present.map(({ classIndex, cells: count }) => (
          <li key={classIndex}>
            <span className={classes["dot"]} style={{ background: cssColour(classColour(classIndex)) }} />
            <span className={classes["name"]} title={names[classIndex]}>
              {names[classIndex] ?? `Class ${classIndex}`}
            </span>
            <span>{count}</span>
          </li>
        ))}
        {unclassified > 0 && (
          <li>
            <span className={classes["dot"]} style={{ background: cssColour(unclassifiedColour) }} />
            <span className={classes["name"]}>Not classified yet</span>
            <span>{present.length === 0 ? formatCount(cells, "cell") : unclassified}</span>
          </li>
        )}
        {cut > 0 && (
          <li>
            <span className={classes["cutMark"]} />
            <span className={classes["name"]}>Cut by the border</span>
            <span>{cut}</span>
          </li>
        )}
        {corrected > 0 && (
          <li>
            <span className={classes["correctedMark"]} />
            <span className={classes["name"]}>Corrected by hand</span>
            <span>{corrected}</span>
          </li>
        )}
      </ul>
    </PicturePlate>
  );
}
