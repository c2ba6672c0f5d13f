import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconDots, IconFolder, IconPlayerPlay, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { goOnWithout } from "../../state/actions/add-files.ts";
import { segmentAgain } from "../../state/actions/process-tiles.ts";
import { canGoOn } from "../../state/derive/can-go-on.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";
import { formatCount } from "../format/format-number.ts";
import { chooseFiles, chooseFolder } from "../intake/file-picker.ts";
import classes from "./TileListHeader.module.css";

export function TileListHeader({ onClear }: { readonly onClear: () => void }) {
  const tiles = useDataset((state) => state.tiles);
  const order = useDataset((state) => state.order);
  const counts = countTiles(tiles);
  const waiting = counts.waiting === 0 ? [] : order.filter((id) => tiles[id] !== undefined && canGoOn(tiles[id]));
  return (
    <div className={classes["header"]}>
      <div className={classes["title"]}>
        <h2>{formatCount(counts.all, "tile")}</h2>
        <span>{formatCount(counts.cells, "cell")}</span>
      </div>
      <Tooltip label="Add images, stacks, archives, label maps or a train.csv. You can also drop them anywhere on the page">
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={chooseFiles}
        >
          Add files
        </Button>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon variant="subtle" color="gray" aria-label="More for all tiles">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFolder size={16} aria-hidden />} onClick={chooseFolder}>
            Add a folder
          </Menu.Item>
          <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => void segmentAgain(order)}>
            Segment all again
          </Menu.Item>
          {waiting.length > 0 && (
            <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void goOnWithout(waiting)}>
              Go on without missing channels ({formatCount(waiting.length, "tile")})
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={onClear}>
            Remove everything
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
