/** A consecutive part of the sample tiles. */
export interface SamplePart {
  /** 0-based index of the first tile; 0 when absent. */
  readonly first?: number;
  /** Number of tiles. Absent means all from `first` on. */
  readonly count?: number;
}
