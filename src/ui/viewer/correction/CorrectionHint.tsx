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
  box: "Drag over the cells. With Shift they are added.",
  draw: "Draw round the cell; the ends join by themselves.",
  split: "Draw a line across the cell, from edge to edge.",
  brush: "Drag from inside the cell to where it should reach.",
  eraser: "Drag over what is not the cell.",
};

/** Beside the tools: how the one in hand is used, its settings, and why the last step was not made. */
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
          // The theme's own size stands in the style attribute.
          styles={{ label: { fontSize: 12 } }}
          label="Take from neighbours (Alt)"
          checked={overNeighbours}
          onChange={(event) => useCorrection.setState({ overNeighbours: event.currentTarget.checked })}
        />
      )}
    </PicturePlate>
  );
}
