import type { CellWindow } from "./cell-window.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { between, normal, type Random, wholeBetween } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";
import { stampSpot } from "./stamp-spot.ts";

/*
 * Patterns of the cytoplasm and of the cell's border that are not made of threads. Every function returns a plane of
 * the cell's window, `[height, width]`, row-major, in which the compartment is about 1 and the rest is about 0.
 */

/** Endoplasmic reticulum: a fine net that is densest around the nucleus and merges with the nuclear envelope. */
export function paintReticulum(cell: CellWindow, random: Random): Float32Array {
  const { width, height, inside, rim, thickness, radius } = cell;
  const plane = new Float32Array(width * height);
  const mesh = 0.11 * radius;
  const [first, second] = [smoothNoise(width, height, mesh, random), smoothNoise(width, height, 1.4 * mesh, random)];
  const clouds = smoothNoise(width, height, 0.35 * radius, random);
  const grain = smoothNoise(width, height, Math.max(1.2, 0.045 * radius), random);
  const reach = radius * between(random, 0.8, 1.5);
  const envelope = Math.max(0.8, 0.03 * radius);
  const nucleus = between(random, 0.08, 0.18);
  for (let i = 0; i < plane.length; i += 1) {
    if (inside[i] === 0) continue;
    const distance = rim[i]!;
    const ring = 0.22 * Math.exp(-0.5 * (distance / envelope) ** 2);
    if (distance < 0) {
      plane[i] = ring + nucleus;
      continue;
    }
    // The zero lines of a smooth random surface look like a net of tubules.
    const a = first[i]! / 0.45;
    const b = second[i]! / 0.35;
    const net = Math.max(Math.exp(-a * a), Math.exp(-b * b));
    const density = 0.2 + 0.8 * Math.exp(-distance / reach);
    const uneven = Math.max(0.2, 1 + 0.25 * clouds[i]! + 0.35 * grain[i]!);
    const body = (0.35 + 0.55 * net) * uneven;
    plane[i] = ring + density * body * thickness[i]!;
  }
  return plane;
}

/** Cytosol: even and smooth, dimmer where the cell is thin, darker in the nucleus, and slightly grainy. */
export function paintCytosol(cell: CellWindow, random: Random): Float32Array {
  const { width, height, inside, rim, thickness, radius } = cell;
  const plane = new Float32Array(width * height);
  const clouds = smoothNoise(width, height, 0.4 * radius, random);
  const grain = smoothNoise(width, height, 0.08 * radius, random);
  const nucleus = between(random, 0.12, 0.35);
  for (let i = 0; i < plane.length; i += 1) {
    if (inside[i] === 0) continue;
    const outside = 1 / (1 + Math.exp((-2.5 * rim[i]!) / (0.04 * radius)));
    const body = 0.8 + 0.08 * clouds[i]! + 0.06 * grain[i]!;
    plane[i] = Math.max(0, body) * thickness[i]! * (nucleus + (1 - nucleus) * outside);
  }
  return plane;
}

/** Plasma membrane: a thin bright rim with ruffles, brighter where two cells touch, over the faint membrane on top. */
export function paintPlasmaMembrane(cell: CellWindow, random: Random): Float32Array {
  const { width, height, inside, edge, neighbours, thickness, radius } = cell;
  const plane = new Float32Array(width * height);
  const contact = Float32Array.from(neighbours);
  gaussianBlur(contact, width, height, 0.08 * radius);
  const ruffles = smoothNoise(width, height, 0.15 * radius, random);
  const spread = Math.max(0.9, 0.04 * radius);
  const above = between(random, 0.06, 0.16);
  for (let i = 0; i < plane.length; i += 1) {
    if (inside[i] === 0) continue;
    const distance = (edge[i]! - 1) / spread;
    const touching = Math.min(1, 2.5 * contact[i]!);
    const line = Math.max(0.15, 0.6 + 0.25 * ruffles[i]!) + 0.4 * touching;
    plane[i] = line * Math.exp(-0.5 * distance * distance) + above * thickness[i]!;
  }
  return plane;
}

/** Vesicles: many small round dots of different sizes all over the cytoplasm. */
export function paintVesicles(cell: CellWindow, random: Random): Float32Array {
  const { width, height, cytoplasmPixels, rim, edge, radius } = cell;
  const plane = faintCytoplasm(cell, between(random, 0.02, 0.1));
  const wanted = Math.round(between(random, 6, 16) * (cytoplasmPixels.length / (radius * radius)));
  const reach = radius * between(random, 0.6, 3);
  const size = radius * between(random, 0.026, 0.045);
  let stamped = 0;
  for (let attempt = 0; stamped < wanted && attempt < 12 * wanted; attempt += 1) {
    const i = cytoplasmPixels[Math.floor(random() * cytoplasmPixels.length)] ?? 0;
    if (edge[i]! < 0.06 * radius || random() > Math.exp(-rim[i]! / reach)) continue;
    const spread = size * Math.exp(0.3 * normal(random));
    stampSpot(cell, plane, i % width, Math.floor(i / width), spread, between(random, 0.4, 1.1));
    stamped += 1;
  }
  return masked(plane, cell, width * height);
}

/** Aggresome: one large irregular clump beside the nucleus over a dim cytosol. */
export function paintAggresome(cell: CellWindow, random: Random): Float32Array {
  const { centrosome, radius, width, height } = cell;
  const plane = faintCytoplasm(cell, between(random, 0.03, 0.12));
  const size = radius * between(random, 0.09, 0.14);
  for (let lobe = wholeBetween(random, 4, 7); lobe > 0; lobe -= 1) {
    const x = centrosome.x + 0.9 * size * normal(random);
    const y = centrosome.y + 0.9 * size * normal(random);
    stampSpot(cell, plane, x, y, size * between(random, 0.6, 1.1), between(random, 0.6, 1));
  }
  for (let i = 0; i < plane.length; i += 1) plane[i] = 1.2 * Math.tanh(1.3 * plane[i]!);
  return masked(plane, cell, width * height);
}

/** Centrosome: one dot, or two close together, beside the nucleus over a faint cytosol. */
export function paintCentrosome(cell: CellWindow, random: Random): Float32Array {
  const { centrosome, radius, width, height } = cell;
  const plane = faintCytoplasm(cell, between(random, 0.03, 0.12));
  const size = radius * between(random, 0.03, 0.045);
  stampSpot(cell, plane, centrosome.x, centrosome.y, size, 1.1);
  if (random() < 0.5) {
    const angle = between(random, 0, 2 * Math.PI);
    const distance = 4 * size;
    const x = centrosome.x + distance * Math.cos(angle);
    const y = centrosome.y + distance * Math.sin(angle);
    stampSpot(cell, plane, x, y, size, 0.9);
  }
  return masked(plane, cell, width * height);
}

function faintCytoplasm(cell: CellWindow, brightness: number): Float32Array {
  const plane = new Float32Array(cell.width * cell.height);
  for (let i = 0; i < plane.length; i += 1) if (cell.inside[i] === 1) plane[i] = brightness * cell.thickness[i]!;
  for (const i of cell.nucleusPixels) plane[i] = 0.5 * plane[i]!;
  return plane;
}

function masked(plane: Float32Array, cell: CellWindow, length: number): Float32Array {
  for (let i = 0; i < length; i += 1) if (cell.inside[i] === 0) plane[i] = 0;
  return plane;
}
