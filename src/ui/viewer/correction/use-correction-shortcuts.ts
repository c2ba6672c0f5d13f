import { useEffect } from "react";
import {
  deleteSelected,
  fillHolesOfSelected,
  mergeSelected,
  redoCorrection,
  undoCorrection,
} from "../../../state/actions/correct-cells.ts";
import {
  type CorrectionTool,
  changeRadius,
  chooseTool,
  refuse,
  useCorrection,
} from "../../../state/stores/correction-store.ts";
import { noStroke, useStroke } from "../../../state/stores/stroke-store.ts";
import { removesTiles, takesLetters } from "../../controls/key-is-taken.ts";

const tools: Readonly<Record<string, CorrectionTool>> = {
  v: "select",
  x: "box",
  d: "draw",
  s: "split",
  p: "brush",
  e: "eraser",
};

const actions: Readonly<Record<string, () => void>> = {
  m: mergeSelected,
  h: fillHolesOfSelected,
  Delete: deleteSelected,
  Backspace: deleteSelected,
  "[": () => changeRadius(useCorrection.getState().radius / 1.25 - 0.5),
  "]": () => changeRadius(useCorrection.getState().radius * 1.25 + 0.5),
};

/** Handles the keys for correction by hand. */
export function useCorrectionShortcuts(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || takesLetters(event.target)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const { tool } = useCorrection.getState();
      // Some keyboards have the brackets on a third level, and report Ctrl and Alt, or Alt alone, with them.
      const third =
        event.getModifierState("AltGraph") || (event.altKey && !event.ctrlKey && (key === "[" || key === "]"));
      if (key === "Delete" && removesTiles(event.target)) return;
      if ((event.ctrlKey || event.metaKey) && !third) {
        if (key === "z" && !event.shiftKey && !event.altKey) undoCorrection();
        else if (key === "y" || (key === "z" && event.shiftKey)) redoCorrection();
        else return;
      } else if (event.altKey && !third) return;
      else if (key === "Escape" && useStroke.getState().tool !== null) useStroke.setState(noStroke);
      else if (key === "Escape" && useCorrection.getState().refusal !== null) refuse(null);
      else if (key === "Escape" && tool !== "select") chooseTool("select");
      else if (tools[key] !== undefined) chooseTool(tools[key]);
      else if (actions[key] !== undefined) actions[key]();
      else return;
      event.preventDefault();
    };
    // This listener runs before the viewer's own, so that Escape first puts the tool away and then deselects.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [enabled]);
}
