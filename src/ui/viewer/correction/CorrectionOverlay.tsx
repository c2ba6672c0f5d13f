import { useCorrection } from "../../../state/stores/correction-store.ts";
import { usePointer } from "../../../state/stores/pointer-store.ts";
import { useStroke } from "../../../state/stores/stroke-store.ts";
import type { CameraState } from "../layers/fit-view.ts";
import classes from "./CorrectionOverlay.module.css";

interface CorrectionOverlayProps {
  readonly camera: CameraState;
  readonly width: number;
  readonly height: number;
}

/** What the user draws, over the picture: a line, an outline, a box, or a brush stroke with its true width. */
export function CorrectionOverlay({ camera, width, height }: CorrectionOverlayProps) {
  const { points, tool: drawing } = useStroke();
  const tool = useCorrection((state) => state.tool);
  const radius = useCorrection((state) => state.radius);
  const scale = 2 ** camera.zoom;
  const place = ([x, y]: readonly [number, number]) =>
    [(x - camera.target[0]) * scale + width / 2, (y - camera.target[1]) * scale + height / 2] as const;
  const line = points.map((point) => place(point).join(",")).join(" ");
  const [first, last] = [points[0], points.at(-1)];
  return (
    <svg className={classes["overlay"]} width={width} height={height} aria-hidden>
      {(drawing === "brush" || drawing === "eraser") && (
        <polyline
          points={line}
          data-tool={drawing}
          className={classes["swath"]}
          // Some browsers draw no caps on a line without length.
          strokeDasharray={points.length === 1 ? "0 1" : undefined}
          strokeWidth={2 * radius * scale}
        />
      )}
      {drawing === "split" && <polyline points={line} className={classes["drawn"]} />}
      {drawing === "draw" && <polygon points={line} className={classes["drawn"]} data-closed />}
      {drawing === "box" && first !== undefined && last !== undefined && (
        <rect
          className={classes["drawn"]}
          data-closed
          x={Math.min(place(first)[0], place(last)[0])}
          y={Math.min(place(first)[1], place(last)[1])}
          width={Math.abs(last[0] - first[0]) * scale}
          height={Math.abs(last[1] - first[1]) * scale}
        />
      )}
      {(tool === "brush" || tool === "eraser") && <BrushCircle radius={radius * scale} />}
    </svg>
  );
}

/** A circle around the pointer that shows what the brush covers. */
function BrushCircle({ radius }: { readonly radius: number }) {
  const { x, y } = usePointer();
  return (
    <>
      <circle cx={x} cy={y} r={Math.max(1, radius)} className={classes["brushShade"]} />
      <circle cx={x} cy={y} r={Math.max(1, radius)} className={classes["brushRim"]} />
    </>
  );
}
