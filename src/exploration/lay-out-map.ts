import { UMAP } from "umap-js";
import type { MapProgress } from "../domain/cell/exploration.ts";
import { neighbourGraph } from "./neighbour-graph.ts";
import { normaliseRows } from "./normalise-rows.ts";
import { principalComponents } from "./principal-components.ts";

/** Number of nearest neighbours that determine a cell's place, the cell included: umap-learn's default. */
const neighbours = 15;
/** How close together the points of a clump may be: umap-learn's default. */
const minimumDistance = 0.1;
/** More features are first reduced to this many principal components, as is usual for cells (scanpy takes 50). */
const mostFeatures = 50;
/** Number of epochs between two calls of `onProgress`. */
const told = 5;

/**
 * Places cells in a plane so that cells with similar features are close together: UMAP (McInnes, Healy and Melville
 * 2018; umap-js) on the exact graph of nearest neighbours. The features of each cell are scaled to length 1 before. The
 * same rows and the same random numbers give the same map.
 *
 * @param rows `[count, width]`, row-major: the features of each cell; changed in place.
 * @returns `[count, 2]`, row-major, each axis 0..1 with the same scale; up to three cells are placed in a line.
 */
export function layOutMap(
  rows: Float32Array,
  width: number,
  random: () => number,
  onProgress: (progress: MapProgress) => void,
): Float32Array<ArrayBuffer> {
  const count = rows.length / width;
  // UMAP needs more cells than neighbours, and there is nothing to arrange in three cells or fewer.
  if (count < 4)
    return Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? (at / 2 + 0.5) / count : 0.5));
  normaliseRows(rows, width);
  const [reduced, columns] =
    width > mostFeatures
      ? [principalComponents(rows, width, mostFeatures, random), mostFeatures]
      : ([rows, width] as const);
  const nearest = Math.min(neighbours, count - 1);
  const graph = neighbourGraph(reduced, columns, nearest, (share) => onProgress({ stage: "compare", share }));
  const umap = new UMAP({ nNeighbors: nearest, minDist: minimumDistance, random });
  umap.setPrecomputedKNN(graph.indices, graph.distances);
  // The neighbours are known, so UMAP needs only the number of rows.
  const epochs = umap.initializeFit(Array.from({ length: count }, () => []));
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    umap.step();
    if (epoch % told === 0) onProgress({ stage: "arrange", share: epoch / epochs });
  }
  return fitUnitSquare(umap.getEmbedding());
}

function fitUnitSquare(points: readonly (readonly number[])[]): Float32Array<ArrayBuffer> {
  const axes = [0, 1].map((axis) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      low = Math.min(low, point[axis] ?? 0);
      high = Math.max(high, point[axis] ?? 0);
    }
    return { middle: (low + high) / 2, span: high - low };
  });
  const span = Math.max(...axes.map((axis) => axis.span), Number.MIN_VALUE);
  return Float32Array.from({ length: 2 * points.length }, (_, at) => {
    return 0.5 + ((points[at >> 1]?.[at % 2] ?? 0) - (axes[at % 2]?.middle ?? 0)) / span;
  });
}
