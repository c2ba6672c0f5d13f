import { beforeEach, describe, expect, it } from "vitest";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { loadFailures, mostFailures, putFailures } from "../../../src/storage/failure-log.ts";
import { makeRecord } from "../../unit/domain/failure/make-record.ts";

beforeEach(clearStorage);

const minute = 60_000;
const later = (ms: number) => ({ now: new Date(Date.parse("2026-01-02T03:04:05.000Z") + ms) });
const messages = async () => (await loadFailures()).map(({ error }) => error.message);

describe("the log of failures", () => {
  it("gives failures back whole, in the order in which they came", async () => {
    const cause = new TypeError("x is not a function");
    const first = makeRecord(new Error("first", { cause }), {
      steps: [{ at: "2026-01-02T03:04:00.000Z", what: "processTile tile 7", times: 2 }],
    });
    await putFailures([first, makeRecord(new Error("second"))]);
    await putFailures([makeRecord(new Error("third"))]);
    expect((await loadFailures())[0]).toEqual(first);
    expect(await messages()).toEqual(["first", "second", "third"]);
  });

  it("keeps a hundred, and the oldest go first", async () => {
    const make = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => makeRecord(new Error(`failure ${from + index}`)));
    await putFailures(make(0, mostFailures - 1));
    await putFailures(make(mostFailures - 1, mostFailures + 7));
    const kept = await messages();
    expect(kept).toHaveLength(mostFailures);
    expect([kept[0], kept.at(-1)]).toEqual(["failure 7", `failure ${mostFailures + 6}`]);
  });

  it("counts the same failure when it comes again soon, and keeps it anew when it comes much later", async () => {
    const error = new Error("again");
    await putFailures([makeRecord(error), makeRecord(error, later(minute)), makeRecord(new Error("other"))]);
    await putFailures([
      makeRecord(error, later(2 * minute)),
      makeRecord(error, { place: "page", ...later(2 * minute) }),
    ]);
    expect((await loadFailures()).map(({ times }) => times)).toEqual([3, 1]);
    await putFailures([makeRecord(error, later(60 * minute))]);
    expect((await loadFailures()).map(({ times }) => times)).toEqual([3, 1, 1]);
  });

  it("is gone when everything is removed", async () => {
    await putFailures([makeRecord(new Error("first"))]);
    await clearStorage();
    expect(await loadFailures()).toEqual([]);
  });
});
