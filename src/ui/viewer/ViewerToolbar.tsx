import { ActionIcon, Slider, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus, IconTopologyRing } from "@tabler/icons-react";
import { useDisplay } from "../../state/stores/display-store.ts";
import { PicturePlate } from "../controls/PicturePlate.tsx";
import type { ViewerCommands } from "./use-viewer-shortcuts.ts";
import classes from "./ViewerToolbar.module.css";

export function ViewerToolbar({ commands }: { readonly commands: ViewerCommands }) {
  const outlines = useDisplay((state) => state.outlines);
  const fill = useDisplay((state) => state.fill);
  return (
    <PicturePlate className={classes["toolbar"]} role="toolbar" aria-label="Viewer">
      <Tooltip label="Fit the tile to the window (f)">
        <ActionIcon variant="subtle" color="gray" aria-label="Fit the tile to the window" onClick={commands.fit}>
          <IconMaximize size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Zoom in (+)">
        <ActionIcon variant="subtle" color="gray" aria-label="Zoom in" onClick={() => commands.zoom(0.5)}>
          <IconPlus size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Zoom out (-)">
        <ActionIcon variant="subtle" color="gray" aria-label="Zoom out" onClick={() => commands.zoom(-0.5)}>
          <IconMinus size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <span className={classes["divider"]} />
      <Tooltip label={outlines ? "Hide the outlines (o)" : "Show the outlines (o)"}>
        <ActionIcon
          variant={outlines ? "light" : "subtle"}
          color={outlines ? "petrol" : "gray"}
          aria-label="Cell outlines"
          aria-pressed={outlines}
          onClick={() => useDisplay.setState({ outlines: !outlines })}
        >
          <IconTopologyRing size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Colour inside the cells">
        <Slider
          className={classes["fill"]}
          size="xs"
          min={0}
          max={0.6}
          step={0.05}
          value={fill}
          disabled={!outlines}
          label={null}
          thumbLabel="Colour inside the cells"
          onChange={(value) => useDisplay.setState({ fill: value })}
        />
      </Tooltip>
    </PicturePlate>
  );
}
