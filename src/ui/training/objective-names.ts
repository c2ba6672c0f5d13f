import type { ObjectiveName } from "../../domain/training.ts";

/** What each objective is called, and in one line what it does. */
export const objectiveNames: Readonly<Record<ObjectiveName, { readonly name: string; readonly what: string }>> = {
  inherit: {
    name: "Tile's labels for every cell",
    what: "Each cell is taken to show all labels of its tile. The plainest way; wrong for about half of the cells in HPA data.",
  },
  "self-training": {
    name: "Self-training",
    what: "Networks that have not seen a tile say which of its cells show a label best; a last network learns from that. Several trainings in one run.",
  },
};
