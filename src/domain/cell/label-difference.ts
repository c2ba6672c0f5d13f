/**
 * What one correction changed in a label map, as runs of neighbouring pixels that changed in the same way. Run i
 * covers the pixels from `starts[i]` up to but not including `starts[i] + lengths[i]` (row-major positions). They
 * had the label `before[i]` and now have `after[i]`. Runs are in ascending order and do not overlap. Exchanging
 * `before` and `after` gives the inverse. A brush stroke takes a few hundred bytes, where a copy of the map would
 * take megabytes.
 */
export interface LabelRuns {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly before: Uint16Array;
  readonly after: Uint16Array;
}

/** Writes the new labels into a label map, in place. */
export function writeRuns(labels: Uint16Array, { starts, lengths, after }: LabelRuns): void {
  starts.forEach((start, run) => {
    labels.fill(after[run]!, start, start + lengths[run]!);
  });
}

/** What one correction changed in a tile's two label maps. */
export interface LabelDifference {
  readonly cells: LabelRuns;
  readonly nuclei: LabelRuns;
}
