import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsJoin2,
  IconBrush,
  IconBucketDroplet,
  IconEraser,
  IconLassoPolygon,
  IconMarquee2,
  IconPointer,
  IconSlice,
  IconTrash,
} from "@tabler/icons-react";
import type { FunctionComponent } from "react";
import type { CorrectionHistory } from "../../../domain/cell/correction.ts";
import {
  deleteSelected,
  fillHolesOfSelected,
  mergeSelected,
  redoCorrection,
  undoCorrection,
} from "../../../state/actions/correct-cells.ts";
import { type CorrectionTool, chooseTool, useCorrection } from "../../../state/stores/correction-store.ts";
import { useSelection } from "../../../state/stores/selection-store.ts";
import { PicturePlate } from "../../controls/PicturePlate.tsx";
import { formatCount } from "../../format/format-number.ts";
import classes from "./CorrectionStrip.module.css";

type Icon = FunctionComponent<{ size?: number; stroke?: number }>;

const tools: readonly {
  readonly tool: CorrectionTool;
  readonly name: string;
  readonly key: string;
  readonly icon: Icon;
}[] = [
  { tool: "select", name: "Select cells", key: "v", icon: IconPointer },
  { tool: "box", name: "Select in a box", key: "x", icon: IconMarquee2 },
  { tool: "draw", name: "Draw a new cell", key: "d", icon: IconLassoPolygon },
  { tool: "split", name: "Split a cell", key: "s", icon: IconSlice },
  { tool: "brush", name: "Paint on the selected cell", key: "p", icon: IconBrush },
  { tool: "eraser", name: "Erase from the selected cell", key: "e", icon: IconEraser },
];

interface StripButtonProps {
  readonly name: string;
  readonly shortcut: string;
  readonly icon: Icon;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function StripButton({ name, shortcut, icon: Drawn, pressed, disabled = false, onClick }: StripButtonProps) {
  return (
    <Tooltip label={`${name} (${shortcut})`} position="right">
      <ActionIcon
        variant={pressed === true ? "light" : "subtle"}
        color={pressed === true ? "petrol" : "gray"}
        aria-label={name}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        // The button is not `disabled`, so that its tooltip says what it is for before it can be used.
        aria-disabled={disabled}
        onClick={disabled ? (event) => event.preventDefault() : onClick}
      >
        <Drawn size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** The tools for correction by hand, and the buttons for the selected cells. */
export function CorrectionStrip({ history }: { readonly history: CorrectionHistory }) {
  const tool = useCorrection((state) => state.tool);
  const selected = useSelection(({ cell, others }) => (cell === null ? 0 : 1 + others.length));
  return (
    <PicturePlate
      className={classes["strip"]}
      role="toolbar"
      aria-label="Correct cells"
      aria-orientation="vertical"
      // The focus goes from the clicked button to the picture. Holding space moves the picture; with the focus on the
      // button, space would press the button again and the drag would draw.
      onClick={({ detail, currentTarget }) => {
        if (detail > 0) currentTarget.closest<HTMLElement>("[role=application]")?.focus({ preventScroll: true });
      }}
    >
      {tools.map((entry) => (
        <StripButton
          key={entry.tool}
          name={entry.name}
          shortcut={entry.key}
          icon={entry.icon}
          pressed={tool === entry.tool}
          onClick={() => chooseTool(entry.tool)}
        />
      ))}
      <span className={classes["rule"]} />
      <StripButton
        name={selected > 1 ? `Merge ${formatCount(selected, "cell")}` : "Merge the selected cells"}
        shortcut="m"
        icon={IconArrowsJoin2}
        disabled={selected < 2}
        onClick={mergeSelected}
      />
      <StripButton
        name="Fill the holes of the selected cells"
        shortcut="h"
        icon={IconBucketDroplet}
        disabled={selected === 0}
        onClick={fillHolesOfSelected}
      />
      <StripButton
        name={selected > 1 ? `Delete ${formatCount(selected, "cell")}` : "Delete the selected cell"}
        shortcut="Delete"
        icon={IconTrash}
        disabled={selected === 0}
        onClick={deleteSelected}
      />
      <span className={classes["rule"]} />
      <StripButton
        name="Undo the last correction"
        shortcut="Ctrl Z"
        icon={IconArrowBackUp}
        disabled={history.done === 0}
        onClick={undoCorrection}
      />
      <StripButton
        name="Redo the correction"
        shortcut="Ctrl Shift Z"
        icon={IconArrowForwardUp}
        disabled={history.undone === 0}
        onClick={redoCorrection}
      />
    </PicturePlate>
  );
}
