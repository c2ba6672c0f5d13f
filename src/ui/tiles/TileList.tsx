import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TileId } from "../../domain/tile/tile.ts";
import { clearDataset } from "../../state/actions/clear-dataset.ts";
import { removeTiles } from "../../state/actions/remove-tiles.ts";
import { canGoOn } from "../../state/derive/can-go-on.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { selectTile, useSelection } from "../../state/stores/selection-store.ts";
import { neighbourTile } from "../../state/stores/tile-table.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { type Confirmation, ConfirmDialog } from "../controls/ConfirmDialog.tsx";
import { BatchProgress } from "./BatchProgress.tsx";
import { rowTops, rowWindow } from "./row-window.ts";
import classes from "./TileList.module.css";
import { TileListHeader } from "./TileListHeader.tsx";
import { TileRow } from "./TileRow.tsx";

/** Heights in px of a plain row, a row with a problem, and a row with a problem and a button. The CSS fills them. */
const rowHeights = { plain: 72, problem: 136, question: 164 } as const;

/** The number of rows by which each key moves through the list. */
const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
  Home: -1e9,
  End: 1e9,
};

export function TileList() {
  const tiles = useDataset((state) => state.tiles);
  const order = useDataset((state) => state.order);
  const stages = useWork((state) => state.stages);
  const current = useSelection((state) => state.tileId);
  const scroller = useRef<HTMLUListElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const [asked, setAsked] = useState<Confirmation | null>(null);

  const tops = useMemo(
    () =>
      rowTops(
        order.map((id) => {
          const record = tiles[id];
          if (record === undefined || record.problem === null || stages[id] !== undefined) return rowHeights.plain;
          return canGoOn(record) ? rowHeights.question : rowHeights.problem;
        }),
      ),
    [order, tiles, stages],
  );
  const { first, end } = rowWindow(tops, scroll.top, scroll.height);

  useEffect(() => {
    const list = scroller.current;
    if (list === null) return;
    const measure = () => setScroll({ top: list.scrollTop, height: list.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    list.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener("scroll", measure);
    };
  }, []);

  const ask = useCallback((tileId: TileId) => {
    setAsked({
      title: "Remove this tile?",
      text: `${tileId}, its cells and their probabilities are removed from this browser. Your own files are not touched.`,
      action: "Remove",
      confirm: () => void removeTiles([tileId]),
    });
  }, []);
  const askClear = useCallback(() => {
    setAsked({
      title: "Remove everything?",
      text: "All tiles, labels, training runs, models and probabilities are removed from this browser. Your own files are not touched.",
      action: "Remove everything",
      confirm: () => void clearDataset(),
    });
  }, []);

  /** Scrolls a row into view and gives it the focus when it is drawn. */
  const focusRow = (tileId: TileId) => {
    const list = scroller.current;
    const at = order.indexOf(tileId);
    const [top = 0, bottom = 0] = [tops[at], tops[at + 1]];
    if (list === null || at < 0) return;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    setScroll({ top: list.scrollTop, height: list.clientHeight });
    const focus = (frames: number) => {
      const button = list.querySelector<HTMLElement>(`[data-tile-button="${CSS.escape(tileId)}"]`);
      if (button !== null) button.focus({ preventScroll: true });
      else if (frames > 0) requestAnimationFrame(() => focus(frames - 1));
    };
    requestAnimationFrame(() => focus(10));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Delete" && current !== null) {
      event.preventDefault();
      ask(current);
      return;
    }
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = neighbourTile(order, current, step);
    if (next === null) return;
    selectTile(next);
    focusRow(next);
  };

  return (
    <nav className={classes["list"]} aria-label="Tiles">
      <TileListHeader onClear={askClear} />
      <ul ref={scroller} className={classes["scroller"]} onKeyDown={onKeyDown} data-tile-list data-testid="tile-list">
        <li className={classes["filler"]} style={{ height: tops[tops.length - 1] }} aria-hidden />
        {order.slice(first, end).map((id, index) => {
          const record = tiles[id];
          const row = first + index;
          if (record === undefined) return null;
          return (
            <TileRow
              key={id}
              record={record}
              current={id === current}
              position={row + 1}
              of={order.length}
              top={tops[row] ?? 0}
              height={(tops[row + 1] ?? 0) - (tops[row] ?? 0)}
              onRemove={ask}
            />
          );
        })}
      </ul>
      <BatchProgress />
      <ConfirmDialog asked={asked} onClose={() => setAsked(null)} />
    </nav>
  );
}
