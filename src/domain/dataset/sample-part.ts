/** Some of the sample tiles, in their order. */
export interface SamplePart {
  /** Counted from 0; 0 when left out. */
  readonly first?: number;
  /** All from `first` on when left out. */
  readonly count?: number;
}
