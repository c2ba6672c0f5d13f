import { normaliseRows } from "./normalise-rows.ts";

/** One row that was found. */
export interface Found<Key> {
  /** What the caller identifies the row by. */
  readonly key: Key;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

export interface NearestSearch<Key> {
  /**
   * Compares rows with the query.
   *
   * @param rows `[count, width]`, row-major; scaled to length 1 in place.
   * @param keyOf returns the key of a row, or null to leave the row out, for example the query itself.
   */
  readonly add: (rows: Float32Array, keyOf: (row: number) => Key | null) => void;
  /** The most similar rows so far, the best first; among equals the one that was added first. */
  readonly best: () => readonly Found<Key>[];
}

/**
 * Finds the exact nearest neighbours of one row by cosine similarity. Every row is compared. Rows can be added in
 * parts, so that not all of them have to be in memory.
 *
 * @param query `[width]`.
 * @param count how many neighbours to find.
 */
export function searchNearest<Key>(query: Float32Array, count: number): NearestSearch<Key> {
  const width = query.length;
  const unit = query.slice();
  normaliseRows(unit, width);
  const found: Found<Key>[] = [];
  return {
    add(rows, keyOf) {
      normaliseRows(rows, width);
      for (let row = 0; row * width < rows.length; row += 1) {
        let similarity = 0;
        for (let at = 0, from = row * width; at < width; at += 1, from += 1) {
          similarity += unit[at]! * rows[from]!;
        }
        if (found.length === count && similarity <= (found.at(-1)?.similarity ?? 1)) continue;
        const key = keyOf(row);
        if (key === null) continue;
        const place = found.findIndex((other) => other.similarity < similarity);
        found.splice(place < 0 ? found.length : place, 0, { key, similarity });
        if (found.length > count) found.pop();
      }
    },
    best: () => found,
  };
}
