import { Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { gatherAndAdd } from "../../state/actions/add-files.ts";
import { tellUnreadable } from "../../state/actions/tell-unreadable.ts";
import { collectDroppedFiles } from "./collect-dropped-files.ts";
import classes from "./DropTarget.module.css";

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Lets the user drop files anywhere in the window, and shows a message while files are over it. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Entering a child element also leaves its parent. So a count is needed to know when the window is left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const transfer = event.dataTransfer;
      void gatherAndAdd(async (onFound, signal) => {
        const { files, unreadable } = await collectDroppedFiles(transfer, onFound, signal);
        if (!signal.aborted) tellUnreadable(unreadable);
        return files;
      });
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", hover);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", hover);
      window.removeEventListener("drop", drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className={classes["overlay"]}>
      <div className={classes["frame"]}>
        <IconDownload size={40} aria-hidden />
        <Text size="lg" fw={600}>
          Drop to add
        </Text>
        <Text size="sm">
          Channel images, TIFF stacks, folders, .zip archives, label maps, a train.csv or weights (.safetensors)
        </Text>
      </div>
    </div>
  );
}
