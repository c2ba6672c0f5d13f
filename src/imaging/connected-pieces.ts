/*
 * Finds the connected pieces of label maps. A piece is a largest set of pixels that have the same label and are
 * connected over their sides (4-connectivity); two pixels that touch only at a corner are not connected.
 *
 * The search works on runs. A run is a row's longest sequence of neighbouring pixels with the same label. A
 * union-find joins each run with the runs of the row above that have the same label and share a column with it (He,
 * Chao and Suzuki 2008, "A run-based two-scan labeling algorithm"). A label map has far fewer runs than pixels, so
 * nearly all of the time goes into one pass over the pixels in the order of memory.
 */

/** The 4-connected pieces of a label map, and the runs that they consist of. */
export interface ConnectedPieces {
  /** `[runs]`, ascending: index of the first pixel of each run. */
  readonly starts: Int32Array;
  /** `[runs]`: index after the last pixel of each run. */
  readonly ends: Int32Array;
  /** `[runs]`: the piece that the run belongs to, 1..count. Pieces are numbered by their first pixels, row by row. */
  readonly pieceOfRun: Int32Array;
  /** `[count + 1]`: px of each piece; index 0 is not used. */
  readonly areas: Int32Array;
  /** `[count + 1]`: the label of the piece's pixels; index 0 is not used. */
  readonly labelOf: Int32Array;
}

/**
 * Finds the pieces of all labels that are wanted.
 *
 * @param labels `[height, width]`, row-major, whole numbers; stays as it is.
 * @param isWanted by default every label but 0, the background.
 */
export function connectedPieces(
  labels: Int32Array | Uint16Array | Uint8Array,
  width: number,
  isWanted: (label: number) => boolean = (label) => label !== 0,
): ConnectedPieces {
  const most = countRuns(labels, width);
  const starts = new Int32Array(most);
  const ends = new Int32Array(most);
  // Each run's parent is an earlier run of its piece; the first run of a piece is its own parent.
  const parent = new Int32Array(most);
  let runs = 0;
  let firstAbove = 0;
  for (let row = 0; row < labels.length; row += width) {
    const first = runs;
    let above = firstAbove;
    for (let at = row; at < row + width; ) {
      const start = at;
      const label = labels[at]!;
      do at++;
      while (at < row + width && labels[at] === label);
      if (!isWanted(label)) continue;
      const run = runs++;
      starts[run] = start;
      ends[run] = at;
      parent[run] = run;
      while (above < first && ends[above]! + width <= start) above++;
      for (let other = above; other < first && starts[other]! + width < at; other++) {
        if (labels[starts[other]!] !== label) continue;
        const one = firstRun(parent, run);
        const two = firstRun(parent, other);
        if (one < two) parent[two] = one;
        else parent[one] = two;
      }
    }
    firstAbove = first;
  }
  return numberPieces(labels, starts.subarray(0, runs), ends.subarray(0, runs), parent.subarray(0, runs));
}

/** Counts the runs of all labels. */
function countRuns(labels: Int32Array | Uint16Array | Uint8Array, width: number): number {
  let runs = 0;
  for (let row = 0; row < labels.length; row += width) {
    runs++;
    for (let at = row + 1; at < row + width; at++) if (labels[at] !== labels[at - 1]) runs++;
  }
  return runs;
}

/** The first run of the piece, as far as it is known yet. The way to it becomes shorter for the next time. */
function firstRun(parent: Int32Array, run: number): number {
  let first = run;
  while (parent[first] !== first) first = parent[first]!;
  parent[run] = first;
  return first;
}

/** @param parent becomes `pieceOfRun`. */
function numberPieces(
  labels: ArrayLike<number>,
  starts: Int32Array,
  ends: Int32Array,
  parent: Int32Array,
): ConnectedPieces {
  const areas = new Int32Array(parent.length + 1);
  const labelOf = new Int32Array(parent.length + 1);
  let count = 0;
  for (let run = 0; run < parent.length; run++) {
    const earlier = parent[run]!;
    // Earlier runs have their piece's number already.
    const piece = earlier === run ? ++count : parent[earlier]!;
    parent[run] = piece;
    areas[piece]! += ends[run]! - starts[run]!;
    labelOf[piece] = labels[starts[run]!]!;
  }
  const used = count + 1;
  return { starts, ends, pieceOfRun: parent, areas: areas.subarray(0, used), labelOf: labelOf.subarray(0, used) };
}

/** @returns `[size]`: the piece of each pixel, 0 for the pixels that belong to none. */
export function drawPieces({ starts, ends, pieceOfRun }: ConnectedPieces, size: number): Int32Array {
  const pieceOf = new Int32Array(size);
  for (let run = 0; run < pieceOfRun.length; run++) {
    for (let at = starts[run]!; at < ends[run]!; at++) pieceOf[at] = pieceOfRun[run]!;
  }
  return pieceOf;
}

/**
 * Gives pieces other labels, in place.
 *
 * @param labels the map that the pieces were found in, or one of the same shape.
 * @param target `[pieces + 1]`: the label that each piece gets; index 0 is not looked at.
 */
export function relabelPieces(
  labels: Int32Array | Uint16Array | Uint8Array,
  { starts, ends, pieceOfRun, labelOf }: ConnectedPieces,
  target: ArrayLike<number>,
): void {
  for (let run = 0; run < pieceOfRun.length; run++) {
    const piece = pieceOfRun[run]!;
    const label = target[piece]!;
    if (label === labelOf[piece]) continue;
    for (let at = starts[run]!; at < ends[run]!; at++) labels[at] = label;
  }
}

/** @returns `[pieces + 1]`: the px of each piece that have the same label in another map of the same shape. */
export function countShared(
  { starts, ends, pieceOfRun, labelOf }: ConnectedPieces,
  others: ArrayLike<number>,
): Int32Array {
  const shared = new Int32Array(labelOf.length);
  for (let run = 0; run < pieceOfRun.length; run++) {
    const piece = pieceOfRun[run]!;
    for (let at = starts[run]!; at < ends[run]!; at++) if (others[at] === labelOf[piece]) shared[piece]! += 1;
  }
  return shared;
}

/**
 * The piece of each label that weighs most; among equals the one that comes first.
 *
 * @param weights `[pieces + 1]`, >= 0; index 0 is not looked at.
 * @param count the highest label.
 * @returns `[count + 1]`: a piece for each label, 0 for a label without pieces.
 */
export function heaviestPieces({ labelOf }: ConnectedPieces, weights: ArrayLike<number>, count: number): Int32Array {
  const heaviest = new Int32Array(count + 1);
  for (let piece = 1; piece < labelOf.length; piece++) {
    const label = labelOf[piece]!;
    const best = heaviest[label]!;
    if (best === 0 || weights[piece]! > weights[best]!) heaviest[label] = piece;
  }
  return heaviest;
}
