import type { ProcessingStage } from "../bridge/contracts.ts";
import type { Batch, WorkState } from "./work-store.ts";

/** The bookkeeping of the imaging queue: pure steps from one `WorkState` to the next. */
type Queue = Pick<WorkState, "stages" | "batch">;

export function batchEnqueued(queue: Queue, ids: readonly string[], now: number): Queue {
  const fresh = ids.filter((id) => queue.stages[id] === undefined);
  if (fresh.length === 0) return queue;
  const stages = { ...queue.stages };
  for (const id of fresh) stages[id] = "queued";
  const batch: Batch = queue.batch ?? { total: 0, done: 0, startedAt: now };
  return { stages, batch: { ...batch, total: batch.total + fresh.length } };
}

/** A late message of a tile that has already ended changes nothing. */
export function batchStaged(queue: Queue, id: string, stage: ProcessingStage): Queue {
  if (queue.stages[id] === undefined) return queue;
  return { stages: { ...queue.stages, [id]: stage }, batch: queue.batch };
}

/** The tile left the pool. The batch ends with its last tile. */
export function batchEnded(queue: Queue, id: string): Queue {
  if (queue.stages[id] === undefined) return queue;
  const stages = Object.fromEntries(Object.entries(queue.stages).filter(([other]) => other !== id));
  const { batch } = queue;
  if (batch === null || Object.keys(stages).length === 0) return { stages, batch: null };
  return { stages, batch: { ...batch, done: batch.done + 1 } };
}
