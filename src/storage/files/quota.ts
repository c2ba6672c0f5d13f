import type { StorageReport } from "../../domain/dataset/storage-report.ts";
import { problemError } from "../../domain/errors.ts";
import { reserveFile } from "./write-private-file.ts";

/*
 * Whether bytes fit is asked twice. The estimate is cheap, but only a promise: Chromium 140 and later always report 10 GiB
 * more than is used, so that sites cannot read the disk's size. A file stretched to the full length and removed again is
 * checked against the true limit, and takes no room as nothing is written into it.
 */

/** Left free for records, thumbnails and the browser's own bookkeeping. */
const reservedBytes = 8 * 2 ** 20;

/** How much is stored and how much may be. Only a window can ask for persistence: see `askToPersist`. */
export async function estimateStorage(): Promise<StorageReport> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, quotaBytes: quota, persisted: await navigator.storage.persisted() };
}

/**
 * Makes sure that `bytes` more can be stored, before the first of them is written.
 *
 * @throws QuotaExceeded saying how much is needed.
 */
export async function roomFor(bytes: number, subject: string): Promise<void> {
  const { usedBytes, quotaBytes } = await estimateStorage();
  const free = quotaBytes - usedBytes;
  const needed = bytes + reservedBytes;
  if (needed <= free && (await reserveFile(needed, subject))) return;
  throw problemError({
    tag: "QuotaExceeded",
    subject,
    message: `Storing this needs ${megabytes(needed)} MB, more than the browser has left for Cytotope (${megabytes(usedBytes)} MB are used).`,
    remedy: "Remove tiles you no longer need or free disk space, then try again. Nothing stored was lost.",
  });
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString("en");
}
