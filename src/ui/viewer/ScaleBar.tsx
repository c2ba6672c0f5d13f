import { scaleBarLength } from "./layers/fit-view.ts";
import classes from "./TileViewer.module.css";

/** A round length in tile px at the present zoom. */
export function ScaleBar({ zoom }: { readonly zoom: number }) {
  const length = scaleBarLength(zoom, 120);
  return (
    <div className={classes["scale"]} data-testid="scale-bar" data-zoom={zoom}>
      <span className={classes["scaleBar"]} style={{ width: length * 2 ** zoom }} />
      <span>{length.toLocaleString("en")} px</span>
    </div>
  );
}
