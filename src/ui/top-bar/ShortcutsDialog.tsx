import { ActionIcon, Kbd, Modal, Table, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Fragment } from "react";
import { create } from "zustand";
import { ReportDownload } from "../failures/ReportDownload.tsx";

export const useShortcutsDialog = create<boolean>()(() => false);

const shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["1", "2", "3", "4"], does: "Show or hide the red, green, blue, yellow channel" },
  { keys: ["o"], does: "Show or hide the outlines" },
  { keys: ["b"], does: "Show the outlines before or after a change of the segmentation" },
  { keys: ["f"], does: "Fit the tile to the window" },
  { keys: ["+", "-"], does: "Zoom in, zoom out" },
  { keys: ["Shift", "← → ↑ ↓"], does: "Move the picture" },
  { keys: ["→", "←"], does: "Next cell, previous cell" },
  { keys: ["Esc"], does: "First put the tool away, then deselect the cells" },
  { keys: ["↑", "↓"], does: "In the tile list: previous tile, next tile" },
  { keys: ["Delete"], does: "In the tile list: remove the tile" },
  { keys: ["v", "x"], does: "Tool: select cells, select in a box" },
  { keys: ["d", "s"], does: "Tool: draw a new cell, split a cell along a line" },
  { keys: ["p", "e"], does: "Tool: paint on the selected cell, erase from it" },
  { keys: ["[", "]"], does: "Smaller or larger brush" },
  { keys: ["Alt"], does: "While drawing or painting: take from neighbours too" },
  { keys: ["Space", "Middle button"], does: "While held: a drag moves the picture with any tool" },
  { keys: ["m", "h"], does: "Merge the selected cells, fill their holes" },
  { keys: ["Delete", "Backspace"], does: "Delete the selected cells" },
  { keys: ["Ctrl", "Z"], does: "Undo the last correction; with Shift: redo it" },
  { keys: ["j", "k"], does: "Under Explore: next, previous cell to review" },
  { keys: ["?"], does: "This list" },
  { keys: ["Wheel"], does: "Zoom at the pointer" },
  { keys: ["Double click"], does: "Zoom in at the pointer; with Shift: zoom out" },
  { keys: ["Drag"], does: "Move the picture" },
  { keys: ["Click"], does: "Select the cell under the pointer; with Shift: several" },
];

export function ShortcutsDialog() {
  const opened = useShortcutsDialog();
  return (
    <>
      <Tooltip label="Keyboard and mouse (?)">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Keyboard and mouse"
          onClick={() => useShortcutsDialog.setState(true, true)}
        >
          <IconKeyboard size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={opened}
        onClose={() => useShortcutsDialog.setState(false, true)}
        title="Keyboard and mouse"
        closeButtonProps={{ "aria-label": "Close" }}
        size="lg"
      >
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {shortcuts.map(({ keys, does }) => (
              <Table.Tr key={keys.join()}>
                <Table.Td w={184}>
                  {keys.map((key, index) => (
                    <Fragment key={key}>
                      {index > 0 && " "}
                      <Kbd>{key}</Kbd>
                    </Fragment>
                  ))}
                </Table.Td>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <ReportDownload />
      </Modal>
    </>
  );
}
