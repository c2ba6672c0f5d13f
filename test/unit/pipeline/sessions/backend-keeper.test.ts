import { describe, expect, it } from "vitest";
import type { Problem } from "../../../../src/domain/errors.ts";
import type { Backend } from "../../../../src/learning/backend/backend.ts";
import { keepBackend } from "../../../../src/pipeline/sessions/backend-keeper.ts";

const lost: Problem = { tag: "DeviceLost", subject: "GPU", message: "It is gone.", remedy: "Reload." };

/** Numbered backends that can be made to fail, and a list of what happened to them. */
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
  it("opens one for all who ask, and none before", async () => {
    const { open, log } = backends();
    const keeper = keepBackend(open);
    expect(log).toEqual([]);
    const [first, second] = await Promise.all([keeper.current(), keeper.current()]);
    expect(first).toBe(second);
    expect(log).toEqual(["open 1"]);
  });

  it("closes the one that failed before it opens the next", async () => {
    const { open, log, failed } = backends();
    const keeper = keepBackend(open);
    await keeper.current();
    failed.add(1);
    expect((await keeper.current()).info.adapter).toBe("2");
    expect(log).toEqual(["open 1", "close 1", "open 2"]);
  });

  it("lets go of a backend that reported no failure, so that what broken work left on it is freed", async () => {
    const { open, log } = backends();
    const keeper = keepBackend(open);
    await keeper.letGo();
    await keeper.current();
    await keeper.letGo();
    expect(log).toEqual(["open 1", "close 1"]);
    expect((await keeper.current()).info.adapter).toBe("2");
  });

  it("tries again after one could not be opened", async () => {
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
