import { readEnvironment } from "../../../../src/domain/failure/failure-environment.ts";
import {
  type FailureRecord,
  type FailureSite,
  makeFailureRecord,
} from "../../../../src/domain/failure/failure-record.ts";

/** A record of a failure for tests. */
export function makeRecord(error: unknown, site: Partial<FailureSite> = {}): FailureRecord {
  const record = makeFailureRecord(error, {
    place: "imaging",
    subject: "tile 7",
    steps: [],
    environment: readEnvironment(null),
    now: new Date("2026-01-02T03:04:05.000Z"),
    ...site,
  });
  if (record === null) throw new Error("The log keeps no such failure.");
  return record;
}
