import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { EmbeddingMap } from "../../domain/cell/exploration.ts";
import { goToCell } from "../../state/actions/explore-cells.ts";
import {
  cellAtPoint,
  fitMap,
  type MapWindow,
  nearestPoint,
  pointOfCell,
  pointTowards,
  zoomMap,
} from "../../state/derive/map-points.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { hoverCell, useSelection } from "../../state/stores/selection-store.ts";
import classes from "./CellScatter.module.css";
import { drawMap, type MapColouring } from "./draw-map.ts";

/** Largest distance in px between the pointer and the dot that it hovers or clicks. */
const reach = 12;
/** Largest distance in px that the pointer may move during a click. */
const still = 4;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

interface CellScatterProps {
  readonly map: EmbeddingMap;
  readonly colouring: MapColouring;
}

/**
 * The cells of the data set as dots. Hovering names a cell and a click selects it. The wheel zooms, a drag moves the
 * map, and the arrow keys go from cell to cell.
 */
export function CellScatter({ map, colouring }: CellScatterProps) {
  const { ref: frame, width, height } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const names = useDataset((state) => state.classes.names);
  const tileId = useSelection((state) => state.tileId);
  const cell = useSelection((state) => state.cell);
  const [hovered, setHovered] = useState<number | null>(null);
  const [moved, setMoved] = useState<MapWindow | null>(null);
  const drag = useRef<{ x: number; y: number; from: MapWindow; far: boolean } | null>(null);
  const fitted = fitMap(width, height);
  const window = moved ?? fitted;
  const selected = tileId === null || cell === null ? null : pointOfCell(map, { tileId, number: cell });

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined || width === 0) return;
    const density = globalThis.devicePixelRatio;
    context.canvas.width = Math.round(width * density);
    context.canvas.height = Math.round(height * density);
    context.setTransform(density, 0, 0, density, 0, 0);
    drawMap(context, width, height, { map, window, colouring, selected, hovered });
  });

  // React adds wheel listeners as passive, so that the panel would scroll too.
  const latest = useRef({ window, fitted });
  latest.current = { window, fitted };
  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { window: now, fitted: whole } = latest.current;
      const next = zoomMap(now, 2 ** (-event.deltaY / 300), event.offsetX, event.offsetY, whole);
      setMoved(next === whole ? null : next);
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);

  const pointAt = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent) =>
    nearestPoint(map, (offsetX - window.x) / window.scale, (offsetY - window.y) / window.scale, reach / window.scale);

  function hover(point: number | null): void {
    setHovered(point);
    const over = point === null ? null : cellAtPoint(map, point);
    hoverCell(over !== null && over.tileId === useSelection.getState().tileId ? over.number : null);
  }

  function go(point: number | null): void {
    const to = point === null ? null : cellAtPoint(map, point);
    if (to !== null) goToCell(to);
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>): void {
    const start = drag.current;
    if (start === null) {
      hover(pointAt(event));
      return;
    }
    const [right, down] = [event.clientX - start.x, event.clientY - start.y];
    start.far ||= Math.hypot(right, down) > still;
    if (start.far && moved !== null) setMoved({ ...start.from, x: start.from.x + right, y: start.from.y + down });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const arrow = arrows[event.key];
    if (arrow === undefined || event.shiftKey) return;
    event.preventDefault();
    go(selected === null ? 0 : pointTowards(map, selected, arrow[0], arrow[1]));
  }

  const named = hovered ?? selected;
  const shown = named === null ? null : cellAtPoint(map, named);
  const top = named === null ? -1 : (map.topClass[named] ?? -1);
  return (
    <div ref={frame} className={classes["map"]}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label="Map of the cells: arrow keys go to the next cell in their direction"
        data-keys="arrows"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY, from: window, far: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          if (drag.current?.far === false) go(pointAt(event));
          drag.current = null;
        }}
        onPointerLeave={() => hover(null)}
        onKeyDown={onKeyDown}
      />
      {shown !== null && (
        <span className={classes["label"]}>
          {top < 0 ? "Not predicted" : (names[top] ?? `Class ${top}`)}, cell {shown.number} of {shown.tileId}
        </span>
      )}
    </div>
  );
}
