import { Slider, Switch } from "@mantine/core";
import {
  type CorrectionTool,
  changeRadius,
  radiusRange,
  useCorrection,
} from "../../../state/stores/correction-store.ts";
import { useSelection } from "../../../state/stores/selection-store.ts";
import { PicturePlate } from "../../controls/PicturePlate.tsx";
import classes from "./CorrectionHint.module.css";

const hints: Readonly<Record<Exclude<CorrectionTool, "select">, string>> = {
  box: "Drag over the cells to select them. With Shift they are added to the selection.",
  draw: "Draw around the cell. The outline is closed by itself.",
  split: "Draw a line across the cell, from edge to edge.",
  brush: "Drag from inside the cell to where it should reach.",
  eraser: "Drag over the part that does not belong to the cell.",
};

/** A plate beside the tools: how to use the chosen tool, its settings, and why the last correction was refused. */
export function CorrectionHint() {
  const { tool, radius, overNeighbours, refusal, waiting } = useCorrection();
  const selected = useSelection(({ cell, others }) => (cell === null ? 0 : 1 + others.length));
  const brush = tool === "brush" || tool === "eraser";
  if (tool === "select" && refusal === null && selected < 2) return null;
  return (
    <PicturePlate className={classes["hint"]} data-testid="correction-hint" data-waiting={waiting > 0 || undefined}>
      {refusal !== null ? (
        <p className={classes["refusal"]}>{refusal}</p>
      ) : tool === "select" ? (
        <p>{selected} cells selected</p>
      ) : (
        <p>
          {brush && selected === 0 ? "Click the cell first. " : ""}
          {hints[tool]}
        </p>
      )}
      {brush && (
        <div className={`${classes["row"]} ${classes["control"]}`}>
          <span>Radius</span>
          <Slider
            className={classes["radius"]}
            size="xs"
            min={radiusRange.least}
            max={radiusRange.most}
            value={radius}
            label={null}
            thumbLabel="Radius of the brush in px, keys [ and ]"
            onChange={changeRadius}
          />
          <span className={classes["figure"]}>{radius} px</span>
        </div>
      )}
      {(tool === "brush" || tool === "draw") && (
        <Switch
          size="xs"
          classNames={{ root: classes["control"] ?? "" }}
          // A class could not change this size, because the theme sets its own in the style attribute.
          styles={{ label: { fontSize: 12 } }}
          label="Take from neighbours (Alt)"
          checked={overNeighbours}
          onChange={(event) => useCorrection.setState({ overNeighbours: event.currentTarget.checked })}
        />
      )}
    </PicturePlate>
  );
}
