import type { ModelManifest } from "../../src/domain/training/model-manifest.ts";
import type { ClassMetrics } from "../../src/domain/training/training-progress.ts";
import { meanAveragePrecision } from "../../src/evaluation/class-metrics.ts";
import type { JudgedCell } from "./judge-model.ts";

/** The contents of the starter model's data sheet. */
export interface StarterSheet {
  readonly manifest: ModelManifest;
  readonly trainingTiles: number;
  readonly trainingCells: readonly JudgedCell[];
  /** The figures on cells that the model has not seen, by their origin. */
  readonly figures: readonly {
    readonly title: string;
    readonly cells: number;
    readonly classes: readonly ClassMetrics[];
  }[];
  /** Size of the model's file. */
  readonly bytes: number;
}

/** Renders the data sheet as Markdown. */
export function renderStarterSheet({ manifest, trainingTiles, trainingCells, figures, bytes }: StarterSheet): string {
  const command = `STARTER_TILES=${trainingTiles} STARTER_EPOCHS=${manifest.options.epochs} npm run starter`;
  const { options, crop, classes, inputSize, createdAt } = manifest;
  const trainedOn = (index: number) => trainingCells.filter(({ truth }) => truth.includes(index)).length;
  const known = classes.names.map((name, index) => ({ name, index })).filter(({ index }) => trainedOn(index) > 0);
  const means = figures.map(({ classes: own }) => meanAveragePrecision(own)?.toFixed(3) ?? "");
  const byChance = figures.map(({ cells, classes: own }) => {
    const shares = own.filter(({ positives }) => positives > 0).map(({ positives }) => positives / cells);
    return (shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3);
  });
  const lines = known.map(({ name, index }) => [
    name,
    String(trainedOn(index)),
    ...figures.flatMap(({ classes: own }) => [
      own[index]?.averagePrecision?.toFixed(3) ?? "none",
      String(own[index]?.positives ?? 0),
    ]),
  ]);
  const head = ["class", "training cells", ...figures.flatMap(({ title }) => [`AP, ${title}`, "cells"])];
  const foot = [
    [
      "**mean**",
      String(trainingCells.length),
      ...means.flatMap((mean, at) => [`**${mean}**`, String(figures[at]?.cells)]),
    ],
    ["by chance", "", ...byChance.flatMap((mean) => [mean, ""])],
  ];
  const table = [head, head.map(() => "---"), ...lines, ...foot].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `# Starter model: data sheet

Written by \`${command}\` on ${createdAt.slice(0, 10)}. File: \`public/starter-model.safetensors\` (${Math.round(bytes / 1000)} kB), id \`${manifest.id}\`.

**For**: showing overlays and probabilities on the page's sample tiles within seconds. **Not for**: real micrographs. The
model has seen synthetic cells only, and the page uses it on its own sample tiles only. A model that you train replaces it.

**Trained on** ${trainingTiles} tiles of the sample generator (1024 px, nuclei of about 85 px, three labels per tile; seeds and
combinations of labels differ from those of the page's sample tiles), ${trainingCells.length} cells, each with its TRUE labels, which only a
generator knows. The cells are cut out by the generator's outlines, while the page finds cells by segmentation.

Crops of ${crop.size} px, neighbours ${crop.neighbours === "keep" ? "kept" : "masked"}, ${crop.encoding} encoding, averaged down to ${inputSize} px.
Network \`${options.backbone}\`, ${options.epochs} epochs, batches of ${options.batchSize}, ${options.optimizer}, learning rate ${options.learningRate}, weight decay ${options.weightDecay}, label smoothing ${options.labelSmoothing}, seed ${options.seed}.
The training used no user's data and no third party's images.

**Knows** ${known.length} of the ${classes.names.length} classes. The probabilities of the other classes mean nothing. Average precision on cells that
the model has not seen, against their true labels (\`src/evaluation/average-precision.ts\`; no test-time flips, no border weight):

${table}

**Limits.** Synthetic patterns are cleaner than stained cells. They all have the same microscope and the same size of
nucleus, and there are no dividing cells, no debris and no out-of-focus light. The probabilities are not calibrated on
real data.
`;
}
