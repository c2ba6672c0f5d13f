/**
 * What one correction changed in a label map, as runs of neighbouring pixels that changed alike: run i covers the pixels
 * `starts[i]` to `starts[i] + lengths[i]` (row-major positions, half-open), which held `before[i]` and hold `after[i]`.
 * Ascending, without overlap. The inverse is the same with `before` and `after` exchanged. A few hundred bytes for a brush
 * stroke, where a copy of the map would be megabytes.
 */
export interface LabelRuns {
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly before: Uint16Array;
  readonly after: Uint16Array;
}

/** Changes a label map, in place. */
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
