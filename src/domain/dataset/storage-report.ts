/** How full the browser's storage for this page is. */
export interface StorageReport {
  readonly usedBytes: number;
  /** The most bytes that the browser lets this page use. */
  readonly quotaBytes: number;
  /** True when the browser promised not to delete the data by itself. */
  readonly persisted: boolean;
}
