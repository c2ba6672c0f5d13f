import { useEffect } from "react";
import { channelNames } from "../../domain/tile/tile.ts";
import { toggleBefore } from "../../state/actions/adjust-segmentation.ts";
import { toggleChannel, useDisplay } from "../../state/stores/display-store.ts";
import { selectCell } from "../../state/stores/selection-store.ts";
import { keyIsTaken, takesLetters } from "../controls/key-is-taken.ts";
import { useShortcutsDialog } from "../top-bar/ShortcutsDialog.tsx";

export interface ViewerCommands {
  readonly fit: () => void;
  /** One octave doubles the scale. */
  readonly zoom: (octaves: number) => void;
  /** Moves the camera by shares of the window. */
  readonly move: (right: number, down: number) => void;
  readonly nextCell: (step: 1 | -1) => void;
}

/**
 * Whether the focus is in a control that uses the arrow keys itself. Elsewhere left and right go from cell to cell; the
 * tile list uses up and down.
 */
function usesArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=tablist], [role=radiogroup]") !== null;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Handles the viewer's keys wherever the focus is, unless another control needs them. */
export function useViewerShortcuts(commands: ViewerCommands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // The user compares before and after while the focus is still on the slider that was moved.
      if (event.key === "b" && !takesLetters(event.target)) toggleBefore();
      if (keyIsTaken(event.target)) return;
      const channel = channelNames[Number(event.key) - 1];
      const arrow = arrows[event.key];
      if (channel !== undefined) toggleChannel(channel);
      else if (arrow !== undefined) {
        if (usesArrows(event.target)) return;
        if (event.shiftKey) commands.move(arrow[0] * 0.15, arrow[1] * 0.15);
        else if (arrow[0] !== 0) commands.nextCell(arrow[0] > 0 ? 1 : -1);
        else return;
      } else if (event.key === "o") useDisplay.setState(({ outlines }) => ({ outlines: !outlines }));
      else if (event.key === "f") commands.fit();
      else if (event.key === "+" || event.key === "=") commands.zoom(0.5);
      else if (event.key === "-") commands.zoom(-0.5);
      else if (event.key === "Escape") selectCell(null);
      else if (event.key === "?") useShortcutsDialog.setState(true, true);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [commands]);
}
