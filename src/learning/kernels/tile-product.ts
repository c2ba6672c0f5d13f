/**
 * The inner part of the convolution kernels on WebGPU: a matrix product in tiles, with the blocking of CUTLASS and
 * of Goto and van de Geijn 2008. A workgroup of 8 x 8 threads computes a tile of 32 x 32 results. It loads a slab of
 * both factors into workgroup memory, and each thread adds the slab's outer products to its own 4 x 4 results in
 * registers.
 */

/** Rows and columns of a tile. */
export const tileSide = 32;
const perThread = 4;
const tileThreads = (tileSide / perThread) ** 2;

/**
 * Depth of a slab for factors whose inner axis consists of runs of `run` values. Deep slabs need fewer barriers, but
 * the last slab of a run is filled up with 0.
 */
export function slabDepth(run: number): 4 | 8 | 16 {
  if (run % 16 === 0 || run > 32) return 16;
  return run % 8 === 0 || run > 8 ? 8 : 4;
}

/** WGSL that declares the slabs `left` `[depth, 32 rows]` and `right` `[depth, 32 columns]`, and `multiplySlabs`. */
export function tileDeclarations(depth: number): string {
  return `
var<workgroup> left: array<f32, ${depth * tileSide}>;
var<workgroup> right: array<f32, ${depth * tileSide}>;
var<private> sums: array<vec4<f32>, ${perThread}>;

fn multiplySlabs(row: u32, column: u32) {
  for (var k = 0u; k < ${depth}u; k += 1u) {
    let a = k * ${tileSide}u + row;
    let b = k * ${tileSide}u + column;
    let values = vec4<f32>(right[b], right[b + 1u], right[b + 2u], right[b + 3u]);
    ${[0, 1, 2, 3].map((r) => `sums[${r}] += left[a + ${r}u] * values;`).join("\n    ")}
  }
}`;
}

/**
 * WGSL with which each thread loads its share of a slab.
 * @param depthFirst true if neighbours along the depth are contiguous in memory
 * @param load WGSL that sets `value` for row or column `j` at depth `k`
 */
export function loadSlab(name: "left" | "right", depth: number, depthFirst: boolean, load: string): string {
  const share = (depth * tileSide) / tileThreads;
  // Neighbouring threads load neighbours along the axis that is contiguous in memory.
  const place = depthFirst
    ? `let k = e % ${depth}u; let j = e / ${depth}u;`
    : `let j = e % ${tileSide}u; let k = e / ${tileSide}u;`;
  return `
  for (var i = 0u; i < ${share}u; i += 1u) {
    let e = i * ${tileThreads}u + thread;
    ${place}
    var value = 0.0;
    ${load}
    ${name}[k * ${tileSide}u + j] = value;
  }`;
}

/**
 * WGSL that writes the 4 x 4 results of a thread.
 * @param store WGSL that stores `value` for row `r` and column `n` of the whole product, and checks that they are
 * inside
 */
export function storeTile(store: string): string {
  return `
  for (var i = 0u; i < ${perThread}u; i += 1u) {
    for (var j = 0u; j < ${perThread}u; j += 1u) {
      let r = firstRow + row + i;
      let n = firstColumn + column + j;
      let value = sums[i][j];
      ${store}
    }
  }`;
}
