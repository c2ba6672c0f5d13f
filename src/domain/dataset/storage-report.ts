export interface StorageReport {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** The browser promised not to evict the data. */
  readonly persisted: boolean;
}
