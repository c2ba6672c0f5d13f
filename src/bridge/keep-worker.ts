import { type Problem, problemError, problemFrom } from "../domain/errors.ts";
import type { Crash, WorkerClient } from "./worker-client.ts";

/** A worker that is replaced when it crashes. */
export interface KeptWorker<Api> {
  /**
   * The functions of the current worker. A call that is under way when the worker crashes rejects with a problem that
   * names the call. Later calls go to the worker that has taken its place.
   */
  readonly api: Api;
  /** Ends the worker and frees all that it holds. The next call starts another worker. */
  readonly end: () => void;
}

export interface KeptWorkerOptions<Api, Client> {
  readonly spawn: () => WorkerClient<Client>;
  /** A name for each call, for instance "The export". It is the problem's subject when the worker crashes meanwhile. */
  readonly names: Readonly<Record<keyof Api, string>>;
  /**
   * Prepares the worker that replaces a crashed one. Calls wait for it. When it rejects, the next call tries again.
   *
   * @param answered The names of the calls that a worker has answered so far.
   */
  readonly prepare?: (client: Client, crash: Problem, answered: ReadonlySet<string>) => Promise<void>;
  /** Called when a worker has taken the place of one that crashed, and is ready. */
  readonly onReplaced?: () => void;
}

/** A crash within this time after the worker's start, in ms, counts as a crash shortly after the start. */
const shortly = 10_000;
/** After so many crashes in a row, each shortly after the start, every further worker would probably crash too. */
const mostCrashes = 3;

type Call = (...values: unknown[]) => Promise<unknown>;

/**
 * Owns a worker: starts it on its first call, and starts another after a crash. After several crashes in a row, each
 * shortly after the start, it gives up, and every call rejects with the crash.
 */
export function keepWorker<Api extends object, Client extends Api = Api>({
  spawn,
  names,
  prepare,
  onReplaced,
}: KeptWorkerOptions<Api, Client>): KeptWorker<Api> {
  let client: WorkerClient<Client> | null = null;
  let opening: Promise<WorkerClient<Client>> | null = null;
  let startedAt = 0;
  /** Crashes in a row, each shortly after the start. */
  let crashes = 0;
  /** The crash that the next worker must be prepared for. */
  let unprepared: Crash | null = null;
  let givenUp: Crash | null = null;
  const answered = new Set<string>();

  function note(crash: Crash): void {
    crashes = crash.at - startedAt < shortly ? crashes + 1 : 0;
    unprepared = crash;
    if (crashes >= mostCrashes) givenUp = crash;
  }

  async function open(): Promise<WorkerClient<Client>> {
    const crash = client?.crash() ?? null;
    client = null;
    if (crash !== null) note(crash);
    if (givenUp !== null) throw gaveUp(givenUp);
    const mine = spawn();
    client = mine;
    startedAt = performance.now();
    // A crash is noticed even when no call is under way. Otherwise another tab could take the locks that it freed.
    if (prepare !== undefined) void mine.crashed.then(() => current()).catch(() => {});
    if (unprepared === null) return mine;
    try {
      await prepare?.(mine.api, problemFrom(unprepared.error, "The worker"), answered);
    } catch (error) {
      if (mine.crash() !== null) return open();
      mine.terminate();
      throw error;
    }
    unprepared = null;
    onReplaced?.();
    return mine;
  }

  function current(): Promise<WorkerClient<Client>> {
    if (opening !== null) return opening;
    if (client !== null && !client.ended()) return Promise.resolve(client);
    const mine = open().finally(() => {
      if (opening === mine) opening = null;
    });
    opening = mine;
    return mine;
  }

  async function call(name: keyof Api & string, values: unknown[]): Promise<unknown> {
    const mine = await current();
    try {
      const answer = await (mine.api[name] as Call)(...values);
      answered.add(name);
      return answer;
    } catch (error) {
      const crash = mine.crash();
      if (crash === null || crash.error !== error) throw error;
      // The problem says that another worker has taken over. So wait until that is true.
      await current();
      throw crashedUnder(names[name], crash);
    }
  }

  const calls = new Map<PropertyKey, Call>();
  const api = new Proxy({} as Api, {
    get(_, name) {
      // With a function `then`, the api would look like a promise to `await`.
      if (typeof name !== "string" || name === "then") return undefined;
      const known = calls.get(name);
      if (known !== undefined) return known;
      const made: Call = (...values) => call(name as keyof Api & string, values);
      calls.set(name, made);
      return made;
    },
  });

  return {
    api,
    end() {
      client?.terminate();
      client = null;
    },
  };
}

function crashedUnder(subject: string, { detail, error }: Crash): Error {
  const why = detail === "" ? "" : ` (${detail})`;
  return problemError(
    {
      tag: "Unexpected",
      subject,
      message: `The worker ended by itself before this was done${why}. Another worker has taken its place.`,
      remedy: "Try again: what was stored before is still there.",
    },
    { cause: error },
  );
}

function gaveUp({ error }: Crash): Error {
  return problemError({
    ...problemFrom(error, "The worker"),
    remedy: "Reload the page: another worker is started then. What is stored stays.",
  });
}
