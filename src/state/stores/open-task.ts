import { cancelled, throwIfCancelled } from "../../domain/cancel.ts";

/** One kind of work that the user can cancel. */
export interface Task {
  /**
   * Runs `work` once all earlier work of this task has ended. Cancelled work may take a moment to end. Without the
   * wait, both would use the same worker at once.
   *
   * @throws Cancelled when the work was cancelled before its turn. Every error that `work` rejects with.
   */
  readonly run: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Cancels the work that runs and the work that waits. Resolves when all of it has ended. */
  readonly cancel: () => Promise<void>;
}

const tasks: Task[] = [];

/** Cancels the work of every task. Resolves when all of it has ended. */
export async function cancelEveryTask(): Promise<void> {
  await Promise.all(tasks.map((task) => task.cancel()));
}

/** @param subject Names the work, for instance "The export". */
export function openTask(subject: string, remedy?: string): Task {
  const controllers = new Set<AbortController>();
  /** The last work, with its error taken away: this promise never rejects. */
  let last: Promise<unknown> = Promise.resolve();
  const task: Task = {
    run(work) {
      const controller = new AbortController();
      controllers.add(controller);
      const done = last.then(() => {
        throwIfCancelled(controller.signal);
        return work(controller.signal);
      });
      last = done.catch(() => {}).then(() => controllers.delete(controller));
      return done;
    },
    async cancel() {
      for (const controller of controllers) controller.abort(cancelled(subject, remedy));
      await last;
    },
  };
  tasks.push(task);
  return task;
}
