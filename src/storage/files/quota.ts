import type { StorageReport } from "../../domain/dataset/storage-report.ts";
import { problemError } from "../../domain/errors.ts";
import { reserveFile } from "./write-private-file.ts";

/*
 * Two checks say whether bytes fit into the browser's storage. The browser's estimate is cheap but not reliable:
 * Chromium 140 and later always report 10 GiB more than is used, so that sites cannot find out the disk's size. The
 * second check makes an empty file of the full length and removes it again. The browser compares that length with
 * the true limit, and the file takes no space because nothing is written into it.
 */

/** Bytes that are left free for records, thumbnails and the browser's own data. */
const reservedBytes = 8 * 2 ** 20;

/**
 * Reports how much is stored and how much may be, by the browser's estimate. Only a window can ask the browser never to
 * delete the data (see `askToPersist`).
 */
export async function estimateStorage(): Promise<StorageReport> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, quotaBytes: quota, persisted: await navigator.storage.persisted() };
}

/**
 * Checks that `bytes` more can be stored. Call it before the first of them is written.
 *
 * @param subject named in problems.
 * @throws QuotaExceeded, which says how much is needed; StorageBroken.
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
