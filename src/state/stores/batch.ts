import type { ProcessingStage } from "../../domain/tile/process-tile-request.ts";
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

/** Takes over the stages that tiles have reached. Late messages of tiles that have ended change nothing. */
export function batchStaged(queue: Queue, staged: ReadonlyMap<string, ProcessingStage>): Queue {
  const known = [...staged].filter(([id]) => queue.stages[id] !== undefined);
  if (known.length === 0) return queue;
  return { stages: { ...queue.stages, ...Object.fromEntries(known) }, batch: queue.batch };
}

/** Takes tiles out that have left the pool. The batch ends with its last tile. */
export function batchEnded(queue: Queue, ended: ReadonlySet<string>): Queue {
  const known = [...ended].filter((id) => queue.stages[id] !== undefined);
  if (known.length === 0) return queue;
  const stages: Record<string, "queued" | ProcessingStage> = {};
  let left = 0;
  for (const [id, stage] of Object.entries(queue.stages)) {
    if (ended.has(id)) continue;
    stages[id] = stage;
    left += 1;
  }
  const { batch } = queue;
  if (batch === null || left === 0) return { stages, batch: null };
  return { stages, batch: { ...batch, done: batch.done + known.length } };
}
