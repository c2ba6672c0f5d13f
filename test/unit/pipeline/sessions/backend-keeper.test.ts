import { describe, expect, it } from "vitest";
import type { Problem } from "../../../../src/domain/errors.ts";
import type { Backend } from "../../../../src/learning/backend/backend.ts";
import { keepBackend } from "../../../../src/pipeline/sessions/backend-keeper.ts";

const lost: Problem = { tag: "DeviceLost", subject: "GPU", message: "It is gone.", remedy: "Reload." };

/** Makes numbered backends, a set of the numbers that have failed, and a log of openings and closings. */
function backends() {
  const log: string[] = [];
  const failed = new Set<number>();
  let count = 0;
  const open = async (): Promise<Backend> => {
    count += 1;
    const number = count;
    log.push(`open ${number}`);
    return {
      info: { kind: "webgpu", adapter: `${number}`, software: false, fallbackReason: null },
      failure: () => (failed.has(number) ? lost : null),
      guard: (work) => work,
      close: () => log.push(`close ${number}`),
    };
  };
  return { open, log, failed };
}

describe("keepBackend", () => {
  it("opens one backend for all callers, and none before the first call", async () => {
    const { open, log } = backends();
    const keeper = keepBackend(open);
    expect(log).toEqual([]);
    const [first, second] = await Promise.all([keeper.current(), keeper.current()]);
    expect(first).toBe(second);
    expect(log).toEqual(["open 1"]);
  });

  it("closes a failed backend before it opens the next one", async () => {
    const { open, log, failed } = backends();
    const keeper = keepBackend(open);
    await keeper.current();
    failed.add(1);
    expect((await keeper.current()).info.adapter).toBe("2");
    expect(log).toEqual(["open 1", "close 1", "open 2"]);
  });

  it("can close a backend that reported no failure, which frees what broken work left on it", async () => {
    const { open, log } = backends();
    const keeper = keepBackend(open);
    await keeper.letGo();
    await keeper.current();
    await keeper.letGo();
    expect(log).toEqual(["open 1", "close 1"]);
    expect((await keeper.current()).info.adapter).toBe("2");
  });

  it("tries again after a backend could not be opened", async () => {
    const { open, log } = backends();
    let refusals = 1;
    const keeper = keepBackend(async () => {
      if (refusals-- > 0) throw new Error("not now");
      return open();
    });
    await expect(keeper.current()).rejects.toThrow("not now");
    await keeper.letGo();
    expect((await keeper.current()).info.adapter).toBe("1");
    expect(log).toEqual(["open 1"]);
  });
});
