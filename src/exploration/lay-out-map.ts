import { UMAP } from "umap-js";
import type { MapProgress } from "../domain/cell/exploration.ts";
import { neighbourGraph } from "./neighbour-graph.ts";
import { normaliseRows } from "./normalise-rows.ts";
import { principalComponents } from "./principal-components.ts";

/** Cells whose distances count for a cell's place: umap-learn's default. */
const neighbours = 15;
/** umap-learn's default: how close points of a clump may lie. */
const minimumDistance = 0.1;
/** More features are reduced to as many principal components first, as is customary for cells (scanpy takes 50). */
const mostFeatures = 50;
/** Epochs between two tellings of progress. */
const told = 5;

/**
 * Places cells in a plane so that those with like features lie together: UMAP (McInnes, Healy and Melville 2018; umap-js) on the exact
 * graph of nearest neighbours of the features scaled to length 1. The same rows and the same random numbers give the same map.
 * @param rows `[count, width]`; changed in place.
 * @returns `[count, 2]`, each axis 0..1 with the same scale; a map of fewer than three cells is a row.
 */
export function layOutMap(
  rows: Float32Array,
  width: number,
  random: () => number,
  onProgress: (progress: MapProgress) => void,
): Float32Array<ArrayBuffer> {
  const count = rows.length / width;
  // UMAP needs more cells than neighbours; of three or fewer there is nothing to arrange.
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
  // Only their number is looked at, as the neighbours are known.
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
