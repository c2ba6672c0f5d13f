import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { LaidOutCell } from "./layout-cells.ts";
import { between, type Random, wholeBetween } from "./seeded-random.ts";

/**
 * The box of one cell, with everything that the functions that paint it need to know. Planes are `[height, width]`,
 * row-major; lengths and positions are px of the window.
 */
export interface CellWindow {
  /** The window's corner in the tile, px. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 1 inside the cell and its nucleus, else 0. */
  readonly inside: Uint8Array;
  /** 1 inside of other cells, else 0. */
  readonly neighbours: Uint8Array;
  /** Distance to the cell's border, 0 outside of the cell. The tile's edge is no border. */
  readonly edge: Float32Array;
  /** Distance to the nuclear envelope: positive in the cytoplasm, negative in the nucleus. */
  readonly rim: Float32Array;
  /** Thickness of the cell, 0 at its border, near 1 in its middle: adherent cells get thinner outwards. */
  readonly thickness: Float32Array;
  /** Indices of the nucleus's pixels in the planes. */
  readonly nucleusPixels: Uint32Array;
  /** Indices of the cell's other pixels in the planes. */
  readonly cytoplasmPixels: Uint32Array;
  /** Mean radius of the nucleus. The patterns give all their lengths as multiples of it. */
  readonly radius: number;
  /** Direction of the cell's long axis in radians. */
  readonly axis: number;
  readonly nucleus: { readonly x: number; readonly y: number };
  readonly centrosome: { readonly x: number; readonly y: number };
  readonly nucleoli: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

export function openCellWindow(
  cells: LabelMap,
  nuclei: LabelMap,
  number: number,
  box: Box,
  cell: LaidOutCell,
  random: Random,
): CellWindow {
  const { left, top } = box;
  const width = box.right - left;
  const height = box.bottom - top;
  const inside = new Uint8Array(width * height);
  const neighbours = new Uint8Array(width * height);
  const nucleus = new Uint8Array(width * height);
  const nucleusList: number[] = [];
  const cytoplasmList: number[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y + top) * cells.width + x + left;
      const i = y * width + x;
      const label = cells.labels[at]!;
      if (label !== number) {
        if (label !== 0) neighbours[i] = 1;
        continue;
      }
      inside[i] = 1;
      if (nuclei.labels[at] === number) {
        nucleus[i] = 1;
        nucleusList.push(i);
      } else cytoplasmList.push(i);
    }
  }
  const open = {
    left: left === 0,
    top: top === 0,
    right: box.right === cells.width,
    bottom: box.bottom === cells.height,
  };
  const edge = distanceToZero(inside, width, height, open);
  const outer = distanceToZero(
    nucleus.map((value) => 1 - value),
    width,
    height,
    allOpen,
  );
  const inner = distanceToZero(nucleus, width, height, open);
  const rim = outer.map((value, i) => (nucleus[i] === 1 ? 0.5 - inner[i]! : value - 0.5));
  const nucleusPixels = Uint32Array.from(nucleusList);
  const cytoplasmPixels = Uint32Array.from(cytoplasmList);
  const { radius, axis } = cell;
  return {
    left,
    top,
    width,
    height,
    inside,
    neighbours,
    edge,
    rim,
    thickness: edge.map((distance) => 1 - Math.exp(-distance / (0.3 * radius))),
    nucleusPixels,
    cytoplasmPixels,
    radius,
    axis,
    nucleus: { x: cell.x - left, y: cell.y - top },
    centrosome: placeCentrosome(edge, rim, cytoplasmPixels, width, radius, random),
    nucleoli: placeNucleoli(rim, nucleusPixels, width, radius, random),
  };
}

/** Places the centrosome beside the nucleus, preferably where the cytoplasm is wide. */
function placeCentrosome(
  edge: Float32Array,
  rim: Float32Array,
  cytoplasm: Uint32Array,
  width: number,
  radius: number,
  random: Random,
): { x: number; y: number } {
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const i = cytoplasm[Math.floor(random() * cytoplasm.length)] ?? 0;
    const beside = Math.abs(rim[i]! / radius - 0.22);
    const score = Math.min(edge[i]! / radius, 0.6) - 2 * beside + 0.3 * random();
    if (score > bestScore) {
      best = i;
      bestScore = score;
    }
  }
  return { x: best % width, y: Math.floor(best / width) };
}

/** Places two to five nucleoli, inside of the nucleus and apart from one another; fewer when there is no room. */
function placeNucleoli(
  rim: Float32Array,
  nucleus: Uint32Array,
  width: number,
  radius: number,
  random: Random,
): CellWindow["nucleoli"] {
  const wanted = wholeBetween(random, 2, 5);
  const nucleoli: { x: number; y: number; radius: number }[] = [];
  for (let attempt = 0; nucleoli.length < wanted && attempt < 80; attempt += 1) {
    const i = nucleus[Math.floor(random() * nucleus.length)] ?? 0;
    const size = radius * between(random, 0.13, 0.25) * (wanted > 3 ? 0.8 : 1);
    const place = { x: i % width, y: Math.floor(i / width), radius: size };
    const apart = nucleoli.every(
      (other) => Math.hypot(other.x - place.x, other.y - place.y) > 1.25 * (other.radius + size),
    );
    if (apart && -rim[i]! > 1.2 * size) nucleoli.push(place);
  }
  return nucleoli;
}

/** The sides of a window beyond which the mask is taken to go on. */
interface OpenSides {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

const allOpen: OpenSides = { left: true, top: true, right: true, bottom: true };

/**
 * Distance of each set pixel to the nearest pixel that is not set, px, by two passes of a 3 x 3 chamfer mask with the
 * weights that have the smallest error, 4.5 % (Borgefors, 1986). Beyond a side that is not open no pixel is set.
 */
function distanceToZero(mask: Uint8Array, width: number, height: number, open: OpenSides): Float32Array {
  const [straight, diagonal] = [0.955, 1.3693];
  const stride = width + 2;
  const distance = new Float32Array(stride * (height + 2)).fill(1e6);
  if (!open.top) distance.fill(0, 0, stride);
  if (!open.bottom) distance.fill(0, (height + 1) * stride);
  for (let y = 0; y < height; y += 1) {
    const at = (y + 1) * stride;
    if (!open.left) distance[at] = 0;
    if (!open.right) distance[at + width + 1] = 0;
    for (let x = 0; x < width; x += 1) if (mask[y * width + x] === 0) distance[at + x + 1] = 0;
  }
  for (let y = 1; y <= height; y += 1) {
    for (let i = y * stride + 1; i <= y * stride + width; i += 1) {
      distance[i] = Math.min(
        distance[i]!,
        distance[i - 1]! + straight,
        distance[i - stride]! + straight,
        distance[i - stride - 1]! + diagonal,
        distance[i - stride + 1]! + diagonal,
      );
    }
  }
  const trimmed = new Float32Array(width * height);
  for (let y = height; y >= 1; y -= 1) {
    for (let i = y * stride + width; i > y * stride; i -= 1) {
      distance[i] = Math.min(
        distance[i]!,
        distance[i + 1]! + straight,
        distance[i + stride]! + straight,
        distance[i + stride + 1]! + diagonal,
        distance[i + stride - 1]! + diagonal,
      );
    }
    trimmed.set(distance.subarray(y * stride + 1, y * stride + 1 + width), (y - 1) * width);
  }
  return trimmed;
}
