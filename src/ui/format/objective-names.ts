import type { ObjectiveName } from "../../domain/training/training-options.ts";

/** The name of each objective, and a few words on what it does. */
export const objectiveNames: Readonly<Record<ObjectiveName, { readonly name: string; readonly what: string }>> = {
  inherit: {
    name: "Tile's labels for every cell",
    what: "Each cell is assumed to show all labels of its tile. This is the simplest way, and wrong for about half of the cells in HPA data.",
  },
  "multiple-instance": {
    name: "Multiple-instance",
    what: "A tile's labels are compared with its cells taken together, so that not every cell has to show them. A part of the loss compares them with each cell.",
  },
  "image-and-cell": {
    name: "Cell in its tile's context",
    what: "Learns from whole tiles too. A cell's probabilities also depend on the other cells of its tile, most of all on the near ones. The best objective on synthetic cells.",
  },
  "self-training": {
    name: "Self-training",
    what: "Networks that have not seen a tile predict which of its cells show a label best, and a last network learns from these predictions. One run consists of several trainings.",
  },
};
