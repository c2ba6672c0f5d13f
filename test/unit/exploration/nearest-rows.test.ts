import { expect, it } from "vitest";
import { searchNearest } from "../../../src/exploration/nearest-rows.ts";
import { randomStream } from "../../../src/learning/random.ts";

it("finds the rows with the largest cosine similarity, whatever their lengths", () => {
  const search = searchNearest<string>(Float32Array.of(2, 0), 3);
  search.add(Float32Array.of(1, 1, 0, 5, -3, 0), (row) => `a${row}`);
  search.add(Float32Array.of(100, 0, 0, 0, 4, 3), (row) => `b${row}`);
  const found = search.best();
  expect(found.map(({ key }) => key)).toEqual(["b0", "b2", "a0"]);
  expect(found[0]?.similarity).toBeCloseTo(1, 6);
  expect(found[1]?.similarity).toBeCloseTo(0.8, 6);
  expect(found[2]?.similarity).toBeCloseTo(Math.SQRT1_2, 6);
});

it("finds the same as sorting all rows, in parts or at once, and leaves out rows without a key", () => {
  const [count, width, wanted] = [200, 7, 12];
  const random = randomStream(1, "rows");
  const rows = Float32Array.from({ length: count * width }, () => random() - 0.5);
  const query = rows.slice(5 * width, 6 * width);
  const cosine = (row: number) => {
    let [product, a, b] = [0, 0, 0];
    for (let at = 0; at < width; at += 1) {
      const [x, y] = [query[at]!, rows[row * width + at]!];
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return product / Math.sqrt(a * b);
  };
  const expected = Array.from({ length: count }, (_, row) => row)
    .filter((row) => row !== 5)
    .sort((a, b) => cosine(b) - cosine(a))
    .slice(0, wanted);
  const search = searchNearest<number>(query, wanted);
  for (let start = 0; start < count; start += 37) {
    const part = rows.slice(start * width, (start + 37) * width);
    search.add(part, (row) => (start + row === 5 ? null : start + row));
  }
  expect(search.best().map(({ key }) => key)).toEqual(expected);
  for (const { key, similarity } of search.best()) expect(similarity).toBeCloseTo(cosine(key), 5);
});
