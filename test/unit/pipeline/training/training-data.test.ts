import { describe, expect, it } from "vitest";
import type { ProteinGroup } from "../../../../src/domain/localisation/localisation.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { prepareTrainingData } from "../../../../src/pipeline/training/training-data.ts";

const classes = { names: ["a", "b"], negative: null };

function cellsOf(proteins: readonly (ProteinGroup | null)[]) {
  return proteins.flatMap((protein, index) =>
    [1, 2].map((number) => ({
      tileId: tileId(`t${index}`),
      number,
      labels: [index % 2],
      ...(protein === null ? {} : { protein }),
    })),
  );
}

const antibody = (name: string): ProteinGroup => ({ kind: "antibody", name });

describe("prepareTrainingData", () => {
  it("holds tiles back by antibody, and says so", () => {
    const proteins = Array.from({ length: 20 }, (_, index) => antibody(`HPA${Math.floor(index / 2) % 8}`));
    const data = prepareTrainingData(cellsOf(proteins), classes, defaultTrainingOptions, null);
    expect(data.heldBackBy).toBe("antibody");
    const nameOf = (tile: string) => proteins[Number(tile.slice(1))]?.name ?? "";
    const held = new Set(data.validationTiles.map(nameOf));
    expect(held.size).toBeGreaterThan(0);
    expect(data.trainingTiles.filter((tile) => held.has(nameOf(tile)))).toEqual([]);
    expect(new Set(data.clusterOf.values()).size).toBe(held.size);
  });

  it("holds back single tiles when no proteins are known, and makes each tile a cluster", () => {
    const data = prepareTrainingData(
      cellsOf(Array.from({ length: 20 }, () => null)),
      classes,
      defaultTrainingOptions,
      null,
    );
    expect(data.heldBackBy).toBe("tile");
    expect(data.validationTiles).toHaveLength(4);
    expect(new Set(data.clusterOf.values()).size).toBe(4);
  });

  it("says gene when the proteins are genes, and puts the kind into the names of the clusters", () => {
    const proteins = Array.from({ length: 12 }, (_, index): ProteinGroup => ({ kind: "gene", name: `G${index % 6}` }));
    const data = prepareTrainingData(cellsOf(proteins), classes, defaultTrainingOptions, null);
    expect(data.heldBackBy).toBe("gene");
    expect([...data.clusterOf.values()].every((name) => name.startsWith("gene G"))).toBe(true);
  });

  it("puts the pictures of the training tiles behind the cells when the objective uses them", () => {
    const cells = cellsOf(Array.from({ length: 10 }, () => null));
    const examplesWith = (changes: Partial<TrainingOptions>) =>
      prepareTrainingData(cells, classes, { ...defaultTrainingOptions, objective: "image-and-cell", ...changes }, null);
    const { training, validation, trainingTiles } = examplesWith({ tilePictures: true });
    const pictures = training.slice(2 * trainingTiles.length);
    expect(pictures.map(({ tileId: tile }) => tile).sort()).toEqual([...trainingTiles].sort());
    for (const { tileId: tile, number, targets, isPicture } of pictures) {
      expect([number, isPicture]).toEqual([0, true]);
      expect(targets).toEqual(training.find((cell) => cell.tileId === tile)?.targets);
    }
    expect([...training.slice(0, 2 * trainingTiles.length), ...validation].some((cell) => cell.isPicture)).toBe(false);
    expect(examplesWith({ tilePictures: false }).training).toHaveLength(2 * trainingTiles.length);
    expect(examplesWith({ objective: "inherit" }).training).toHaveLength(2 * trainingTiles.length);
  });

  it("keeps the split of a resumed run, and says tile when that split was not by antibody", () => {
    const proteins = Array.from({ length: 4 }, () => antibody("HPA1"));
    const resume = { progress: { trainingTiles: ["t0", "t1"], validationTiles: ["t2", "t3"] } };
    const data = prepareTrainingData(cellsOf(proteins), classes, defaultTrainingOptions, resume as never);
    expect(data.validationTiles).toEqual(["t2", "t3"]);
    expect(data.heldBackBy).toBe("tile");
    expect([...data.clusterOf.values()]).toEqual(["tile t2", "tile t3"]);
  });
});
