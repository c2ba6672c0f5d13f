import type { Problem } from "../../domain/errors.ts";
import { changeRun, loadRuns } from "../../storage/run-store.ts";

/**
 * Stops the run that a crashed worker was training, with a problem that says so. It can be resumed from its last
 * checkpoint. Only for the worker that takes the place of the crashed one: no other trains then.
 *
 * @throws StorageBroken
 */
export async function stopBrokenRuns(crash: Problem): Promise<void> {
  const problem: Problem = {
    tag: crash.tag,
    subject: "Training",
    message: `${crash.message} Another worker has taken its place; the run stands at its last checkpoint.`,
    remedy: "Resume the run; if it happens again, start one with a smaller micro-batch.",
  };
  for (const run of await loadRuns()) {
    if (run.status === "running") await changeRun(run.id, { status: "stopped", problem });
  }
}
