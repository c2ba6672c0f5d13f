/** Number of iterations. Later components are not quite exact then, which hardly matters for a map. */
const passes = 6;

/**
 * Makes the rows of a basis orthonormal, in place, by modified Gram-Schmidt; done twice, because the data is float32.
 *
 * @param basis `[count, width]`, row-major.
 */
function orthonormalise(basis: Float64Array, width: number): void {
  const count = basis.length / width;
  for (let row = 0; row < count; row += 1) {
    const own = basis.subarray(row * width, (row + 1) * width);
    for (let again = 0; again < 2; again += 1) {
      for (let before = 0; before < row; before += 1) {
        const other = basis.subarray(before * width, (before + 1) * width);
        let product = 0;
        for (let at = 0; at < width; at += 1) product += own[at]! * other[at]!;
        for (let at = 0; at < width; at += 1) own[at]! -= product * other[at]!;
      }
    }
    const length = Math.hypot(...own);
    for (let at = 0; at < width; at += 1) own[at] = length > 0 ? own[at]! / length : 0;
  }
}

/** Subtracts the mean of each column, in place. */
function centre(rows: Float32Array, width: number): void {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let at = 0; at < rows.length; at += 1) mean[at % width]! += rows[at]! / count;
  for (let at = 0; at < rows.length; at += 1) rows[at]! -= mean[at % width]!;
}

/** Coordinates of the rows `[count, width]` along the basis `[components, width]`: `[count, components]`, row-major. */
function project(rows: Float32Array, basis: Float64Array, width: number): Float32Array {
  const [count, components] = [rows.length / width, basis.length / width];
  const projected = new Float32Array(count * components);
  for (let row = 0; row < count; row += 1) {
    for (let component = 0; component < components; component += 1) {
      let product = 0;
      const [from, along] = [row * width, component * width];
      for (let at = 0; at < width; at += 1) product += rows[from + at]! * basis[along + at]!;
      projected[row * components + component] = product;
    }
  }
  return projected;
}

/**
 * Computes the rows' coordinates along their principal components by subspace iteration (Halko, Martinsson and Tropp
 * 2011, algorithm 4.4). It goes over the rows a few times and needs no covariance matrix, which is too large for 2,048
 * features.
 *
 * @param rows `[count, width]`, row-major; centred in place.
 * @param components fewer than `width`.
 * @param random gives numbers in [0, 1), for the first basis.
 * @returns `[count, components]`, row-major. Distances between rows are kept as far as the components explain them.
 */
export function principalComponents(
  rows: Float32Array,
  width: number,
  components: number,
  random: () => number,
): Float32Array {
  centre(rows, width);
  let basis = Float64Array.from({ length: components * width }, () => random() - 0.5);
  orthonormalise(basis, width);
  for (let pass = 0; pass < passes; pass += 1) {
    const projected = project(rows, basis, width);
    const next = new Float64Array(components * width);
    for (let row = 0; row * width < rows.length; row += 1) {
      for (let component = 0; component < components; component += 1) {
        const weight = projected[row * components + component]!;
        const [from, into] = [row * width, component * width];
        for (let at = 0; at < width; at += 1) {
          next[into + at]! += weight * rows[from + at]!;
        }
      }
    }
    orthonormalise(next, width);
    basis = next;
  }
  return project(rows, basis, width);
}
