import { describe, expect, it } from "vitest";
import { throwIfCancelled } from "../../../../src/domain/cancel.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { openTask } from "../../../../src/state/stores/open-task.ts";

const tagOf = (work: Promise<unknown>) =>
  work.then(
    () => "resolved",
    (error: unknown) => `${problemFrom(error, "?").tag} ${problemFrom(error, "?").subject}`,
  );

/** Makes work that ends when the test calls `end`. Then it reads its signal. */
function makeWork(log: string[], name: string) {
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async (signal: AbortSignal) => {
    log.push(`${name} starts`);
    await ended;
    log.push(`${name} ends`);
    throwIfCancelled(signal);
    return name;
  };
  return { work, end };
}

describe("openTask", () => {
  it("runs one piece of work after the other", async () => {
    const log: string[] = [];
    const task = openTask("The export");
    const [first, second] = [makeWork(log, "first"), makeWork(log, "second")];
    const answers = [task.run(first.work), task.run(second.work)];
    second.end();
    await expect.poll(() => log).toEqual(["first starts"]);
    first.end();
    expect(await Promise.all(answers)).toEqual(["first", "second"]);
    expect(log).toEqual(["first starts", "first ends", "second starts", "second ends"]);
  });

  it("cancels the work that runs and the work that waits, and resolves when both have ended", async () => {
    const log: string[] = [];
    const task = openTask("The export");
    const [running, waiting, later] = ["running", "waiting", "later"].map((name) => makeWork(log, name));
    const answers = [tagOf(task.run(running!.work)), tagOf(task.run(waiting!.work))];
    await expect.poll(() => log).toEqual(["running starts"]);
    const cancelling = task.cancel().then(() => log.push("all have ended"));
    const next = task.run(later!.work);
    running!.end();
    await cancelling;
    expect(await Promise.all(answers)).toEqual(["Cancelled The export", "Cancelled The export"]);
    later!.end();
    expect(await next).toBe("later");
    expect(log.filter((line) => line !== "all have ended")).toEqual([
      "running starts",
      "running ends",
      "later starts",
      "later ends",
    ]);
    expect(log.indexOf("all have ended")).toBeGreaterThan(log.indexOf("running ends"));
  });

  it("runs the next work after work that failed, and cancels nothing when nothing runs", async () => {
    const task = openTask("The export");
    expect(await tagOf(task.run(() => Promise.reject(new Error("no"))))).toBe("Unexpected ?");
    await task.cancel();
    expect(await task.run(async (signal) => signal.aborted)).toBe(false);
  });
});
