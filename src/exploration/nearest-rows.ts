import { normaliseRows } from "./normalise-rows.ts";

/** One found row; `key` is whatever the caller knows it by. */
export interface Found<Key> {
  readonly key: Key;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

export interface NearestSearch<Key> {
  /**
   * Holds rows against the query.
   * @param rows `[count, width]`; scaled to length 1 in place.
   * @param keyOf the key of a row; null leaves it out (the query itself, say).
   */
  readonly add: (rows: Float32Array, keyOf: (row: number) => Key | null) => void;
  /** The most alike so far, best first; of equals the one that came first. */
  readonly best: () => readonly Found<Key>[];
}

/**
 * Exact nearest neighbours of one row by cosine similarity: every row is compared, and they may come in parts, so that the whole need
 * not be in memory.
 * @param query `[width]`.
 * @param count neighbours wanted.
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
