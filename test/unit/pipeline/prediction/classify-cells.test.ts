import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelled } from "../../../../src/domain/cancel.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import type { TilePredictions } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import type { Model } from "../../../../src/domain/training/checkpoint.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { type ClassifyRequest, classifyCells } from "../../../../src/pipeline/prediction/classify-cells.ts";
import { makeModel } from "../../../browser/ui/fakes/fake-run.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../learning/sample-crops.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const size = 12;
const cropOptions = { ...defaultCropOptions, size };
const model: Model = {
  manifest: {
    ...makeModel(),
    id: "model-1",
    inputSize: size,
    classes: sampleClasses,
    crop: cropOptions,
    options: { ...defaultTrainingOptions, objective: "inherit", microBatchSize: 4 },
  },
  tensors: initialise(architectureFor("tiny", 4, 4), 3, [0.5, 0.3, 0.2, 0.1]),
};
const { cells, crops } = sampleCells(2, 5, size);
const tiles = ["tile-0", "tile-1"].map((name) => ({
  tileId: tileId(name),
  cells: cells.filter((cell) => cell.tileId === name).reverse(),
}));

async function classify(changes: Partial<ClassifyRequest> = {}): Promise<TilePredictions[]> {
  const options = { testTimeFlips: false, borderWeight: 1 };
  const predictions: TilePredictions[] = [];
  const request = {
    model,
    tiles,
    crops,
    cropOptions,
    classes: sampleClasses,
    options,
    backend,
    signal: never,
  };
  for await (const tile of classifyCells({ ...request, ...changes })) predictions.push(tile);
  return predictions;
}

async function problemOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error: unknown) => problemFrom(error, "test"),
  );
}

describe("classifyCells", () => {
  it("gives a row of probabilities for every cell, in the order of their numbers", async () => {
    const before = tf.memory().numTensors;
    const predictions = await classify();
    expect(tf.memory().numTensors).toBe(before);
    expect(predictions.map((tile) => tile.tileId)).toEqual(["tile-0", "tile-1"]);
    for (const { modelId, numbers, probabilities } of predictions) {
      expect(modelId).toBe("model-1");
      expect(numbers).toEqual([1, 2, 3, 4, 5]);
      expect(probabilities).toHaveLength(20);
      expect(probabilities.every((value) => value > 0 && value < 1)).toBe(true);
    }
  });

  it("blends Negative with the probability that the other classes leave", async () => {
    const withNegative = await classify();
    const none = { ...sampleClasses, negative: null };
    const without = await classify({ model: { ...model, manifest: { ...model.manifest, classes: none } } });
    const [plain, blended] = [without[0]?.probabilities ?? [], withNegative[0]?.probabilities ?? []];
    for (let row = 0; row < 20; row += 4) {
      const others = Math.max(plain[row]!, plain[row + 1]!, plain[row + 2]!);
      expect(blended[row + 3]).toBeCloseTo((plain[row + 3]! + 1 - others) / 2, 6);
      expect(blended[row]).toBe(plain[row]);
    }
  });

  it("divides the logits by the model's temperatures before it blends", async () => {
    const none = { ...sampleClasses, negative: null };
    const classifyWith = async (classes: typeof sampleClasses | typeof none, temperatures: number[]) => {
      const calibration = { temperatures, thresholds: [0.5, 0.5, 0.5, 0.5] };
      const predictions = await classify({
        model: { ...model, manifest: { ...model.manifest, classes, calibration } },
      });
      return predictions[0]?.probabilities ?? [];
    };
    const [plain, calibrated] = [await classifyWith(none, [1, 1, 1, 1]), await classifyWith(none, [2, 1, 0.5, 1])];
    const logit = (p: number) => Math.log(p / (1 - p));
    for (const [index, value] of calibrated.entries()) {
      const temperature = [2, 1, 0.5, 1][index % 4]!;
      expect(logit(value)).toBeCloseTo(logit(plain[index]!) / temperature, 4);
    }
    const blended = await classifyWith(sampleClasses, [2, 1, 0.5, 1]);
    const others = Math.max(...calibrated.slice(0, 3));
    expect(blended[3]).toBeCloseTo((calibrated[3]! + 1 - others) / 2, 6);
  });

  it("multiplies the probabilities of cells that touch the border, and only those, by their weight", async () => {
    const full = (await classify())[0]?.probabilities ?? [];
    const weighed = (await classify({ options: { testTimeFlips: false, borderWeight: 0.5 } }))[0]?.probabilities ?? [];
    for (const [index, value] of full.entries()) {
      // Cell 1 touches the border.
      expect(weighed[index]).toBeCloseTo(value * (index < 4 ? 0.5 : 1), 6);
    }
  });

  it("gives an empty result for a tile without cells, and stops when it is cancelled", async () => {
    const [empty] = await classify({ tiles: [{ tileId: tileId("none"), cells: [] }] });
    expect(empty).toMatchObject({ numbers: [], probabilities: new Float32Array(0) });
    const signal = AbortSignal.abort(cancelled("Prediction"));
    expect(await problemOf(classify({ signal }))).toMatchObject({ tag: "Cancelled" });
  });

  it.each([
    ["crops with other options", { cropOptions: { ...cropOptions, margin: 0.5 } }, /other crops/],
    ["other classes", { classes: { names: ["A", "B"], negative: null } }, /4 classes apart/],
    [
      "other channels",
      { model: { ...model, manifest: { ...model.manifest, channels: ["red", "green", "blue"] } } },
      /channels red, green, blue/,
    ],
    [
      "a missing tensor",
      { model: { ...model, tensors: new Map() } },
      /conv1.weight should be 8 x 4 x 3 x 3 but is missing/,
    ],
  ])("refuses %s", async (_name, changes, message) => {
    const problem = await problemOf(classify(changes));
    expect(problem?.tag).toBe("ModelMismatch");
    expect(problem?.message).toMatch(message);
  });
});
