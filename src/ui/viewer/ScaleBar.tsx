import { PicturePlate } from "../controls/PicturePlate.tsx";
import { scaleBarLength } from "./layers/fit-view.ts";
import classes from "./ScaleBar.module.css";

/** A bar with a round length in tile px, drawn at the present zoom. */
export function ScaleBar({ zoom }: { readonly zoom: number }) {
  const length = scaleBarLength(zoom, 120);
  return (
    <PicturePlate className={classes["scale"]} data-testid="scale-bar" data-zoom={zoom}>
      <span className={classes["bar"]} style={{ width: length * 2 ** zoom }} />
      <span>{length.toLocaleString("en")} px</span>
    </PicturePlate>
  );
}
