import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import { rankClasses } from "../../domain/localisation/top-classes.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { usePointer } from "../../state/stores/pointer-store.ts";
import { useSelection } from "../../state/stores/selection-store.ts";
import { PicturePlate } from "../controls/PicturePlate.tsx";
import classes from "./CellTooltip.module.css";

interface CellTooltipProps {
  readonly predictions: TilePredictions | null;
  /** Width of the viewer in CSS px. Near its right edge, the text is shown to the left of the pointer. */
  readonly width: number;
}

export function CellTooltip({ predictions, width }: CellTooltipProps) {
  const { x, y } = usePointer();
  const hovered = useSelection((state) => state.hovered);
  const names = useDataset((state) => state.classes.names);
  if (hovered === null) return null;
  const top = rankClasses(predictions, hovered)?.[0];
  const side = x > width - 240 ? { right: width - x + 14 } : { left: x + 14 };
  return (
    <PicturePlate className={classes["tooltip"]} style={{ ...side, top: y + 14 }} role="tooltip">
      <strong>Cell {hovered}</strong>
      {top !== undefined && (
        <span>
          {names[top.classIndex] ?? `Class ${top.classIndex}`} {top.probability.toFixed(2)}
        </span>
      )}
    </PicturePlate>
  );
}
