import { describe, expect, it } from "vitest";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import {
  memoryTensors,
  openMemory,
  remember,
  restoreMemory,
} from "../../../../src/learning/weak-labels/cell-memory.ts";

const architecture = architectureFor("tiny", 4, 2, { contextShare: 0.5, attention: true });
const outcome = (value: number) => ({
  features: new Float32Array(2 * 32).fill(value),
  logits: Float32Array.of(value, value + 1, value + 2, value + 3),
  scores: new Float32Array(4).fill(-value),
});

function filled() {
  const memory = openMemory(architecture, 4);
  remember(memory, [3, 1], 2, outcome(5));
  return memory;
}

describe("the memory of cells", () => {
  it("keeps the last outputs of each cell", () => {
    const memory = filled();
    remember(memory, [1, 0], 1, outcome(9));
    expect([...memory.seen]).toEqual([0, 1, 0, 1]);
    expect([...memory.logits]).toEqual([0, 0, 9, 10, 0, 0, 5, 6]);
    expect([...memory.features.subarray(32, 64)]).toEqual(new Array(32).fill(9));
    expect([...memory.scores]).toEqual([0, 0, -9, -9, 0, 0, -5, -5]);
  });

  it("ignores cells that only fill a batch", () => {
    expect(filled().seen[0]).toBe(0);
    const memory = openMemory(architecture, 2);
    remember(memory, [0, 1], 1, outcome(1));
    expect([...memory.seen]).toEqual([1, 0]);
  });

  it("is restored unchanged from a checkpoint", () => {
    const tensors = new Map(memoryTensors(filled()));
    expect(tensors.get("memory.features")?.shape).toEqual([4, 32]);
    const restored = openMemory(architecture, 4);
    restoreMemory(restored, tensors);
    expect(restored).toEqual(filled());
  });

  it("starts empty if the number of cells differs", () => {
    const restored = openMemory(architecture, 3);
    restoreMemory(restored, new Map(memoryTensors(filled())));
    expect(restored).toEqual(openMemory(architecture, 3));
  });

  it("keeps at most 64 context features of a cell", () => {
    const wide = architectureFor("resnet50", 4, 2, { contextShare: 0.5, attention: false });
    expect(openMemory(wide, 10).features).toHaveLength(640);
  });
});
