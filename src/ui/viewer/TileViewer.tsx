import { useElementSize } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import { stepCell } from "../../state/derive/step-cell.ts";
import { useAdjustment } from "../../state/stores/adjustment-store.ts";
import { displaysFor, useDisplay } from "../../state/stores/display-store.ts";
import { selectCell, useSelection } from "../../state/stores/selection-store.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { pointIn } from "../controls/point-in.ts";
import { CellTooltip } from "./CellTooltip.tsx";
import { ChannelControl } from "./ChannelControl.tsx";
import { ClassLegend } from "./ClassLegend.tsx";
import { CorrectionHint } from "./correction/CorrectionHint.tsx";
import { CorrectionOverlay } from "./correction/CorrectionOverlay.tsx";
import { CorrectionStrip } from "./correction/CorrectionStrip.tsx";
import { useCorrectionGestures } from "./correction/use-correction-gestures.ts";
import { useCorrectionShortcuts } from "./correction/use-correction-shortcuts.ts";
import { type CameraState, fitView, moveBy, reveal, zoomAt, zoomBy } from "./layers/fit-view.ts";
import { PreviewBadge } from "./PreviewBadge.tsx";
import { ScaleBar } from "./ScaleBar.tsx";
import { TileCanvas } from "./TileCanvas.tsx";
import classes from "./TileViewer.module.css";
import { usePreview } from "./use-preview.ts";
import { useViewerShortcuts, type ViewerCommands } from "./use-viewer-shortcuts.ts";
import { ViewerToolbar } from "./ViewerToolbar.tsx";
import { viewerObstacle } from "./viewer-obstacle.ts";

/** The tile in view and all controls of how it is shown. Loaded on demand, because deck.gl is large. */
export function TileViewer({ view }: { readonly view: TileView }) {
  const { ref: frameRef, width, height } = useElementSize<HTMLDivElement>();
  const channels = useDisplay((state) => state.channels);
  const cell = useSelection((state) => state.cell);
  const [camera, setCamera] = useState<CameraState | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { pixels, cells, record } = view;
  const preview = usePreview(record.id);
  const adjusting = useAdjustment((state) => state.tileId === record.id && state.draft !== null);
  // Selecting a cell opens the panel's cell tab. That would end the preview and lose the change, even one that has no
  // preview yet.
  const selectable = preview === null && !adjusting;
  const fullScale = pixels.bitDepth === 16 ? 65_535 : 255;
  const displays = useMemo(() => displaysFor(channels, view.contrast, fullScale), [channels, view.contrast, fullScale]);
  const obstacle = useMemo(() => viewerObstacle(pixels.width, pixels.height), [pixels]);

  // The tile is fitted to the window again after each change of the window's size, until the user moves the camera.
  const fitted = useRef<string | null>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (width === 0 || height === 0 || (moved.current && fitted.current === record.id)) return;
    fitted.current = record.id;
    moved.current = false;
    setCamera(fitView(pixels, { width, height }));
  }, [record.id, pixels, width, height]);

  const commands = useMemo(() => {
    const frame = { width, height };
    const change = (step: (now: CameraState) => CameraState) => {
      moved.current = true;
      setCamera((now) => now && step(now));
    };
    return {
      fit: () => {
        moved.current = false;
        setCamera(fitView(pixels, frame));
      },
      zoom: (octaves: number) => change((now) => zoomBy(now, octaves, pixels, frame)),
      zoomAt: (octaves: number, point: { x: number; y: number }) =>
        change((now) => zoomAt(now, octaves, point, pixels, frame)),
      place: (next: CameraState) => change(() => zoomBy(next, 0, pixels, frame)),
      move: (right: number, down: number) => change((now) => moveBy(now, right, down, frame)),
      nextCell: (step: 1 | -1) => {
        if (!selectable) return;
        const numbers = cells.map(({ number }) => number);
        const next = stepCell(numbers, useSelection.getState().cell, step);
        selectCell(next);
        const box = cells.find(({ number }) => number === next)?.box;
        if (box) setCamera((now) => now && reveal(now, box, frame));
      },
    } satisfies ViewerCommands & Record<string, unknown>;
  }, [pixels, cells, width, height, selectable]);
  useViewerShortcuts(commands);

  const segmenting = useWork((state) => state.stages[record.id] !== undefined);
  const correctable = selectable && !segmenting;
  useCorrectionShortcuts(correctable);
  const gestures = useCorrectionGestures({
    view,
    camera,
    frame: { width, height },
    enabled: selectable,
    correctable,
    pan: (right, down) => commands.move(-right / width, -down / height),
  });

  const showFailure = useCallback((error: Error) => setFailure(`The picture cannot be drawn: ${error.message}.`), []);
  const message = failure ?? obstacle;
  return (
    <div className={classes["viewer"]}>
      <div
        ref={frameRef}
        className={classes["frame"]}
        role="application"
        aria-label={`Tile ${record.id}, ${cells.length} cells${cell === null ? "" : `, cell ${cell} selected`}. Arrow keys go from cell to cell.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys of the viewer work from here
        tabIndex={0}
        onPointerLeave={() => useSelection.setState({ hovered: null })}
        // These replace deck.gl's own click, which waits 300 ms for a second click.
        onPointerDown={gestures.onPointerDown}
        onPointerMove={gestures.onPointerMove}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.onPointerCancel}
        onDoubleClick={(event) => {
          if (gestures.dragPans && event.target instanceof HTMLCanvasElement)
            commands.zoomAt(event.shiftKey ? -1 : 1, pointIn(event));
        }}
      >
        {message !== null ? (
          <p className={classes["message"]}>{message}</p>
        ) : (
          camera !== null && (
            <TileCanvas
              view={view}
              preview={preview?.maps ?? null}
              displays={displays}
              camera={camera}
              dragPans={gestures.dragPans}
              onCamera={commands.place}
              onFailure={showFailure}
            />
          )
        )}
        {camera !== null && message === null && correctable && (
          <CorrectionOverlay camera={camera} width={width} height={height} />
        )}
        <CellTooltip predictions={view.predictions} width={width} />
        {preview === null ? (
          <ClassLegend
            predictions={view.predictions}
            cells={cells.length}
            cut={cells.filter((entry) => entry.touchesBorder).length}
            corrected={cells.filter((entry) => entry.corrected).length}
          />
        ) : (
          <PreviewBadge result={preview.result} cells={cells.length} />
        )}
        {camera !== null && message === null && <ScaleBar zoom={camera.zoom} />}
        <ViewerToolbar commands={commands} />
        {message === null && correctable && (
          <>
            <CorrectionStrip history={view.history} />
            <CorrectionHint />
          </>
        )}
      </div>
      <div className={classes["channels"]}>
        {channelNames.map((name, index) => (
          <ChannelControl
            key={name}
            name={name}
            shortcut={String(index + 1)}
            automatic={view.contrast[name]}
            fullScale={fullScale}
            absent={pixels.channels[name] === null}
          />
        ))}
      </div>
    </div>
  );
}
