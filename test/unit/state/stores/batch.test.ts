import { array, check, constantFrom, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { batchEnded, batchEnqueued, batchStaged } from "../../../../src/state/stores/batch.ts";
import { idleWork } from "../../../../src/state/stores/work-store.ts";

describe("the counts of a batch", () => {
  it("begin with the first tile in the queue, and end with the last tile", () => {
    let queue = batchEnqueued(idleWork, ["a", "b"], 1000);
    expect(queue.stages).toEqual({ a: "queued", b: "queued" });
    expect(queue.batch).toEqual({ total: 2, done: 0, startedAt: 1000 });
    queue = batchStaged(queue, new Map([["a", "segment"]]));
    expect(queue.stages["a"]).toBe("segment");
    queue = batchEnded(queue, new Set(["a"]));
    expect(queue.batch).toEqual({ total: 2, done: 1, startedAt: 1000 });
    queue = batchEnqueued(queue, ["b", "c"], 9000);
    expect(queue.batch).toEqual({ total: 3, done: 1, startedAt: 1000 });
    queue = batchEnded(queue, new Set(["b", "c", "unknown"]));
    expect(queue).toEqual({ stages: {}, batch: null });
  });

  it("ignore late news of a tile that has ended", () => {
    const queue = batchEnded(batchEnqueued(idleWork, ["a", "b"], 0), new Set(["a"]));
    expect(batchStaged(queue, new Map([["a", "store"]]))).toBe(queue);
    expect(batchEnded(queue, new Set(["a"]))).toBe(queue);
  });

  it("have a total that equals the tiles done and under way, after any steps", () => {
    const step = record({ kind: constantFrom("enqueue", "stage", "end"), id: constantFrom("a", "b", "c", "d") });
    const outcome = check(
      property(array(step, { maxLength: 60 }), (steps) => {
        let queue: ReturnType<typeof batchEnded> = idleWork;
        for (const { kind, id } of steps) {
          if (kind === "enqueue") queue = batchEnqueued(queue, [id], 0);
          else if (kind === "stage") queue = batchStaged(queue, new Map([[id, "crop"]]));
          else queue = batchEnded(queue, new Set([id]));
          const underWay = Object.keys(queue.stages).length;
          expect(queue.batch === null).toBe(underWay === 0);
          if (queue.batch !== null) expect(queue.batch.total - queue.batch.done).toBe(underWay);
        }
      }),
    );
    expect(outcome).toMatchObject({ failed: false });
  });
});
