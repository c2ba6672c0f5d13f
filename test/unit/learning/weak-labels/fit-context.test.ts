import { describe, expect, it } from "vitest";
import { gatherBags, meanOfOthers } from "../../../../src/learning/batches/cell-bags.ts";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import { drawNormal, randomStream } from "../../../../src/learning/random.ts";
import { openMemory, remember } from "../../../../src/learning/weak-labels/cell-memory.ts";
import { type ContextHead, contextLogit } from "../../../../src/learning/weak-labels/context-head.ts";
import { type ContextFit, fitContext } from "../../../../src/learning/weak-labels/fit-context.ts";

const classes = 2;
const width = 32;
const weights = [1, 3];
const smoothing = 0.05;
const empty: ContextHead = { weight: new Float32Array(classes * 2 * width), bias: new Float32Array(classes) };

/**
 * Tiles of four cells. Cells with class 0 have a larger first feature, and cells with class 1 have a smaller second
 * feature, which has its own scale.
 */
function makeFit(tiles: number, scale = 1): ContextFit {
  const random = randomStream(3, "fit");
  const memory = openMemory(architectureFor("tiny", 4, classes, { contextShare: 0.5, attention: false }), 4 * tiles);
  const cells = Array.from({ length: 4 * tiles }, (_, cell) => ({ tileId: `tile-${cell >> 2}` }));
  const targets = cells.map((_, cell) => Float32Array.of((cell >> 2) % 2, (cell >> 3) % 2));
  const features = new Float32Array(cells.length * width).map((_, at) => {
    const [first = 0, second = 0] = targets[Math.floor(at / width)]!;
    const shift = at % width === 0 ? first : at % width === 1 ? -second : 0;
    return (drawNormal(random) + 1.5 * shift + 2) * (at % width === 1 ? scale : 1);
  });
  const logits = new Float32Array(cells.length * classes);
  remember(memory, [...cells.keys()], cells.length, { features, logits, scores: null });
  return { memory, bags: gatherBags(cells), targets, smoothing, positiveWeights: weights };
}

function surroundingsOf({ memory, bags, targets }: ContextFit): Float32Array[] {
  return targets.map((_, cell) => {
    const into = new Float32Array(2 * width);
    meanOfOthers(bags, cell, memory.features, width, memory.seen, into);
    return into;
  });
}

/** The weighted cross-entropy, written out. */
function meanLoss(fit: ContextFit, head: ContextHead): number {
  const rows = surroundingsOf(fit);
  let sum = 0;
  rows.forEach((row, cell) => {
    for (let label = 0; label < classes; label += 1) {
      const given = fit.targets[cell]![label]!;
      const target = given === 1 ? 1 - smoothing / 2 : smoothing / 2;
      const p = 1 / (1 + Math.exp(-contextLogit(head, label, row)));
      const heaviness = given === 1 ? weights[label]! : 1;
      sum -= heaviness * (target * Math.log(p) + (1 - target) * Math.log(1 - p));
    }
  });
  return sum / rows.length;
}

function refit(fit: ContextFit, times: number): ContextHead {
  return Array.from({ length: times }).reduce<ContextHead>((head) => fitContext(fit, head), empty);
}

describe("fitContext", () => {
  it("lowers the loss with every fit until it has converged", () => {
    const fit = makeFit(24);
    const losses = [0, 1, 3, 12, 13].map((times) => meanLoss(fit, refit(fit, times)));
    expect(losses[0]).toBeGreaterThan(losses[1]! + 0.2);
    // The decay is not a part of this loss, so the loss may rise a little at the end.
    expect(losses[2]).toBeLessThan(losses[1]! + 5e-3);
    expect(losses[3]).toBeLessThan(losses[2]! + 5e-3);
    expect(Math.abs(losses[4]! - losses[3]!)).toBeLessThan(2e-3);
  });

  it("ends where the bias has no gradient, because the decay does not apply to it", () => {
    const fit = makeFit(24);
    const head = refit(fit, 30);
    for (let label = 0; label < classes; label += 1) {
      const moved = (by: number) => {
        const bias = head.bias.slice();
        bias[label]! += by;
        return meanLoss(fit, { ...head, bias });
      };
      expect(Math.abs(moved(0.01) - moved(-0.01)) / 0.02).toBeLessThan(5e-3);
    }
  });

  it("separates cells of new tiles by their surroundings", () => {
    const head = refit(makeFit(60), 10);
    const fresh = makeFit(100);
    const rows = surroundingsOf(fresh).slice(240);
    const right = rows.filter((row, index) => {
      return contextLogit(head, 0, row) > 0 === (fresh.targets[240 + index]?.[0] === 1);
    });
    expect(right.length / rows.length).toBeGreaterThan(0.75);
  });

  it("does not depend on the scale of a feature", () => {
    const [plain, scaled] = [makeFit(24), makeFit(24, 50)];
    expect(meanLoss(scaled, refit(scaled, 3))).toBeCloseTo(meanLoss(plain, refit(plain, 3)), 2);
  });

  it("returns the same head if no cell has others", () => {
    const fit = makeFit(1);
    const alone = { ...fit, bags: gatherBags([..."abcd"].map((tileId) => ({ tileId }))) };
    expect(fitContext(alone, empty)).toBe(empty);
  });

  it("does not learn from pictures of tiles", () => {
    const fit = makeFit(24);
    const cells = fit.bags.cells;
    const withPicture = {
      ...fit,
      bags: gatherBags(cells.map((cell, index) => ({ ...cell, isPicture: index === 0 }))),
    };
    const inverted = [Float32Array.of(1, 1), ...fit.targets.slice(1)];
    expect(fitContext({ ...withPicture, targets: inverted }, empty)).toEqual(fitContext(withPicture, empty));
  });
});
