/** Passes of the iteration: the small gaps of a network's later components matter little for a map. */
const passes = 6;

/** Makes the rows of `basis` `[count, width]` orthonormal, in place (modified Gram-Schmidt, twice for float32's sake). */
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

/** Takes the mean of each column off, in place. */
function centre(rows: Float32Array, width: number): void {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let at = 0; at < rows.length; at += 1) mean[at % width]! += rows[at]! / count;
  for (let at = 0; at < rows.length; at += 1) rows[at]! -= mean[at % width]!;
}

/** `[count, width]` times the transpose of `[components, width]`: coordinates along the basis, `[count, components]`. */
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
 * The rows' coordinates along their principal components, by subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4): a few
 * passes over the rows instead of their covariance matrix, which 2,048 features make too large.
 * @param rows `[count, width]`; centred in place.
 * @param components fewer than `width`.
 * @returns `[count, components]`; distances between rows as far as the components hold them.
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
