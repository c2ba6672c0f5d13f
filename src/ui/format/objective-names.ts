import type { ObjectiveName } from "../../domain/training/training-options.ts";

/** What each objective is called, and in one line what it does. */
export const objectiveNames: Readonly<Record<ObjectiveName, { readonly name: string; readonly what: string }>> = {
  inherit: {
    name: "Tile's labels for every cell",
    what: "Each cell is taken to show all labels of its tile. The plainest way; wrong for about half of the cells in HPA data.",
  },
  "multiple-instance": {
    name: "Multiple-instance",
    what: "A tile's labels are held against its cells taken together, so that not every cell has to show them, and in part against each cell.",
  },
  "image-and-cell": {
    name: "Cell in its tile's context",
    what: "Learns from whole tiles too, and asks the other cells of a tile, near ones most, before it says what a cell shows. The best on made-up cells.",
  },
  "self-training": {
    name: "Self-training",
    what: "Networks that have not seen a tile say which of its cells show a label best; a last network learns from that. Several trainings in one run.",
  },
};
