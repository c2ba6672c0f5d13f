import { countRepeat, type FailureRecord, isRepeat } from "../domain/failure/failure-record.ts";
import { withDatabase } from "./database.ts";

const subject = "The log of failures";

/** The most records that the log keeps. Each has at most about 30 kB. */
export const mostFailures = 100;

/**
 * Adds failures to the log. A failure that the log got a short time before raises the count of that record. When there
 * are too many records, the oldest go.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function putFailures(records: readonly FailureRecord[]): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("failures", "readwrite");
    const { store } = transaction;
    for (const record of records) {
      const newest = await store.index("key").openCursor(IDBKeyRange.only(record.key), "prev");
      if (newest !== null && isRepeat(newest.value, record)) await newest.update(countRepeat(newest.value, record));
      else await store.add(record);
    }
    let tooMany = (await store.count()) - mostFailures;
    for (let oldest = await store.openCursor(); oldest !== null && tooMany > 0; oldest = await oldest.continue()) {
      await oldest.delete();
      tooMany -= 1;
    }
    await transaction.done;
  });
}

/** The log, oldest first. @throws StorageBroken */
export function loadFailures(): Promise<FailureRecord[]> {
  return withDatabase(subject, (database) => database.getAll("failures"));
}
