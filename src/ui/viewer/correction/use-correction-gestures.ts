import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { TileView } from "../../../domain/cell/tile-view.ts";
import { correctCells } from "../../../state/actions/correct-cells.ts";
import { refuse, useCorrection } from "../../../state/stores/correction-store.ts";
import { usePointer } from "../../../state/stores/pointer-store.ts";
import {
  hoverCell,
  selectCell,
  selectCells,
  selectedCells,
  toggleCell,
  useSelection,
} from "../../../state/stores/selection-store.ts";
import { noStroke, type StrokeState, useStroke } from "../../../state/stores/stroke-store.ts";
import { pointIn } from "../../controls/point-in.ts";
import { cellAt } from "../layers/cell-at.ts";
import { type CameraState, tilePosition } from "../layers/fit-view.ts";
import { cellsInBox } from "./cells-in-box.ts";

/** Smallest distance in screen px between two points of a stroke. Closer points add nothing. */
const pointDistance = 1.5;

/** Largest distance in screen px that the pointer may move between press and release of a click. */
const clickSlack = 4;

interface GestureOptions {
  readonly view: TileView;
  /** null while the picture is not drawn. */
  readonly camera: CameraState | null;
  readonly frame: { readonly width: number; readonly height: number };
  /** True when cells can be selected now. */
  readonly enabled: boolean;
  /** True when cells can be corrected too. Otherwise the chosen tool does nothing. */
  readonly correctable: boolean;
  /** Moves the picture by screen px. */
  readonly pan: (right: number, down: number) => void;
}

export interface CorrectionGestures {
  /** True when no drawing tool is active, so that a drag with the left button moves the picture. */
  readonly dragPans: boolean;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
}

/** Whether space is held down, unless the focus is on a control that space presses. */
function useSpaceHeld(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== " " || (target instanceof HTMLElement && target.closest("button, input, [role=slider]")))
        return;
      event.preventDefault();
      setHeld(true);
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === " ") setHeld(false);
    };
    const letGo = () => setHeld(false);
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("blur", letGo);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", letGo);
    };
  }, []);
  return held;
}

/** Handles the pointer on the picture: it selects cells, draws with the tools, and moves the picture. */
export function useCorrectionGestures(options: GestureOptions): CorrectionGestures {
  const { view, camera, frame, enabled, correctable, pan } = options;
  const tool = useCorrection((state) => state.tool);
  const space = useSpaceHeld();
  const pressed = useRef({ x: 0, y: 0 });
  const panned = useRef<{ x: number; y: number } | null>(null);
  const drawing = correctable && tool !== "select";

  // A stroke ends when another tile is shown or when the cells are being replaced.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stroke belongs to the tile
  useEffect(() => () => useStroke.setState(noStroke), [view.record.id, correctable]);

  const positionOf = (event: PointerEvent<HTMLElement>) =>
    camera === null ? null : tilePosition(camera, pointIn(event), frame);

  function click(event: PointerEvent<HTMLElement>): void {
    const position = positionOf(event);
    if (position === null) return;
    const cell = cellAt(view.cellMap, ...position);
    refuse(null);
    if (!event.shiftKey) selectCell(cell || null);
    else if (cell !== 0) toggleCell(cell);
  }

  return {
    dragPans: !drawing,
    onPointerDown(event) {
      const { clientX: x, clientY: y } = event;
      pressed.current = { x, y };
      const onPicture = event.target instanceof HTMLCanvasElement;
      if (!onPicture || camera === null) return;
      if (event.button === 1 || (event.button === 0 && drawing && space)) {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        panned.current = { x, y };
        return;
      }
      const position = positionOf(event);
      if (event.button !== 0 || !drawing || position === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      hoverCell(null);
      refuse(null);
      if (tool === "brush" || tool === "eraser") {
        const under = cellAt(view.cellMap, ...position);
        if (useSelection.getState().cell === null && under !== 0) selectCell(under);
      }
      useStroke.setState({ tool, points: [position] });
    },
    onPointerMove(event) {
      const point = pointIn(event);
      if (drawing) usePointer.setState(point);
      const from = panned.current;
      if (from !== null) {
        const { clientX: x, clientY: y } = event;
        pan(x - from.x, y - from.y);
        panned.current = { x, y };
        return;
      }
      const { tool: underWay, points } = useStroke.getState();
      const position = positionOf(event);
      if (underWay === null || position === null || camera === null || (event.buttons & 1) === 0) return;
      const last = points.at(-1) ?? position;
      if (underWay === "box") useStroke.setState({ points: [points[0] ?? position, position] });
      else if (Math.hypot(position[0] - last[0], position[1] - last[1]) * 2 ** camera.zoom >= pointDistance) {
        useStroke.setState({ points: [...points, position] });
      }
    },
    onPointerUp(event) {
      if (panned.current !== null) {
        panned.current = null;
        return;
      }
      const moved = Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) > clickSlack;
      const stroke = useStroke.getState();
      if (event.button !== 0 || camera === null || !enabled) return;
      if (stroke.tool === null) {
        if (event.target instanceof HTMLCanvasElement && !moved && !space) click(event);
        return;
      }
      if (stroke.tool === "box") {
        useStroke.setState(noStroke);
        if (!moved) click(event);
        else selectInBox(view, stroke, event.shiftKey);
        return;
      }
      const { overNeighbours } = useCorrection.getState();
      void finishStroke(stroke, moved, overNeighbours || event.altKey);
    },
    onPointerCancel() {
      panned.current = null;
      useStroke.setState(noStroke);
    },
  };
}

function selectInBox(view: TileView, { points }: StrokeState, adding: boolean): void {
  const [from, to] = [points[0], points.at(-1)];
  if (from === undefined || to === undefined) return;
  const inside = cellsInBox(view.cells, from, to);
  const before = adding ? selectedCells(useSelection.getState()) : [];
  selectCells([...before, ...inside.filter((number) => !before.includes(number))]);
}

/** Sends the stroke to the worker. The stroke stays on the picture until the answer is there. */
async function finishStroke(stroke: StrokeState, moved: boolean, overNeighbours: boolean): Promise<void> {
  const { tool, points } = stroke;
  const { cell } = useSelection.getState();
  const { radius } = useCorrection.getState();
  if (tool === "split" && moved) await correctCells({ kind: "split", cell: null, line: points });
  else if (tool === "draw" && moved) await correctCells({ kind: "draw", outline: points, overNeighbours });
  else if (tool === "brush" || tool === "eraser") {
    if (cell === null) refuse(`Click the cell to ${tool === "brush" ? "paint" : "erase from"} first.`);
    else if (tool === "brush") await correctCells({ kind: "paint", cell, stroke: points, radius, overNeighbours });
    else await correctCells({ kind: "erase", cell, stroke: points, radius });
  }
  if (useStroke.getState() === stroke) useStroke.setState(noStroke);
}
