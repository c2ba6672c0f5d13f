import type { CellWindow } from "./cell-window.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { between, normal, type Random, wholeBetween } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";
import { stampSpot } from "./stamp-spot.ts";

/*
 * Patterns of proteins in the nucleus, and of the DNA stain. Every function returns a plane of the cell's window,
 * `[height, width]`, row-major, in which the compartment is about 1 and the rest is about 0.
 * Source: the cell dictionary of the Human Protein Atlas, proteinatlas.org/learn/cellimages.
 */

/** Nucleoplasm: fills the nucleus evenly with a fine grain, darker in the nucleoli. */
export function paintNucleoplasm(cell: CellWindow, random: Random): Float32Array {
  const { width, height, nucleusPixels, radius } = cell;
  const plane = new Float32Array(width * height);
  const grain = smoothNoise(width, height, 0.07 * radius, random);
  const clouds = smoothNoise(width, height, 0.3 * radius, random);
  const nucleoli = nucleolarMask(cell, random);
  const spared = between(random, 0.6, 0.85);
  for (const i of nucleusPixels) {
    const body = 0.75 + 0.13 * grain[i]! + 0.1 * clouds[i]!;
    plane[i] = Math.max(0, body) * (1 - spared * nucleoli[i]!);
  }
  return plane;
}

/** Nuclear membrane: a thin, uneven ring along the nuclear envelope over a faint nucleoplasm. */
export function paintNuclearMembrane(cell: CellWindow, random: Random): Float32Array {
  const { width, height, rim, inside, radius } = cell;
  const plane = new Float32Array(width * height);
  const uneven = smoothNoise(width, height, 0.3 * radius, random);
  const spread = Math.max(0.8, 0.035 * radius);
  const faint = between(random, 0.05, 0.2);
  for (let i = 0; i < plane.length; i += 1) {
    if (inside[i] === 0) continue;
    const distance = rim[i]! / spread;
    const ring = Math.max(0.3, 0.9 + 0.2 * uneven[i]!) * Math.exp(-0.5 * distance * distance);
    plane[i] = ring + (distance < 0 ? faint : 0);
  }
  return plane;
}

/** Nucleoli: filled, over a faint nucleus. */
export function paintNucleoli(cell: CellWindow, random: Random): Float32Array {
  const plane = nucleolarMask(cell, random);
  const grain = smoothNoise(cell.width, cell.height, 0.06 * cell.radius, random);
  const faint = between(random, 0.04, 0.18);
  for (const i of cell.nucleusPixels) {
    plane[i] = Math.max(0, plane[i]! * (0.9 + 0.15 * grain[i]!)) + faint;
  }
  return plane;
}

/** Fibrillar centres (RNA polymerase I): a few tiny spots inside of each nucleolus. */
export function paintFibrillarCenters(cell: CellWindow, random: Random): Float32Array {
  const plane = faintNucleus(cell, between(random, 0.02, 0.08));
  for (const nucleolus of cell.nucleoli) {
    for (let n = wholeBetween(random, 3, 7); n > 0; n -= 1) {
      const angle = between(random, 0, 2 * Math.PI);
      const distance = 0.75 * nucleolus.radius * Math.sqrt(random());
      const x = nucleolus.x + distance * Math.cos(angle);
      const y = nucleolus.y + distance * Math.sin(angle);
      stampSpot(cell, plane, x, y, between(random, 0.022, 0.034) * cell.radius, between(random, 0.6, 1.1));
    }
  }
  return plane;
}

/** Nuclear speckles: more than twenty irregular patches of different sizes, outside of the nucleoli. */
export function paintNuclearSpeckles(cell: CellWindow, random: Random): Float32Array {
  const { width, rim, nucleusPixels, nucleoli, radius } = cell;
  const plane = faintNucleus(cell, between(random, 0.1, 0.25));
  const wanted = wholeBetween(random, 24, 42);
  let painted = 0;
  for (let attempt = 0; painted < wanted && attempt < 6 * wanted; attempt += 1) {
    const i = nucleusPixels[Math.floor(random() * nucleusPixels.length)] ?? 0;
    const [x, y] = [i % width, Math.floor(i / width)];
    const inNucleolus = nucleoli.some((other) => Math.hypot(other.x - x, other.y - y) < 1.1 * other.radius);
    if (inNucleolus || rim[i]! > -0.1 * radius) continue;
    const size = radius * between(random, 0.022, 0.045);
    const brightness = between(random, 0.5, 1);
    // A patch is made of a few lobes.
    for (let lobe = wholeBetween(random, 1, 4); lobe > 0; lobe -= 1) {
      stampSpot(cell, plane, x + 1.3 * size * normal(random), y + 1.3 * size * normal(random), size, 0.6 * brightness);
    }
    painted += 1;
  }
  return softened(plane, cell);
}

/** Nuclear bodies: a few round, sharp dots, apart from one another. */
export function paintNuclearBodies(cell: CellWindow, random: Random): Float32Array {
  const { width, rim, nucleusPixels, radius } = cell;
  const plane = faintNucleus(cell, between(random, 0.05, 0.2));
  const wanted = wholeBetween(random, 2, 9);
  const placed: { x: number; y: number }[] = [];
  for (let attempt = 0; placed.length < wanted && attempt < 20 * wanted; attempt += 1) {
    const i = nucleusPixels[Math.floor(random() * nucleusPixels.length)] ?? 0;
    const place = { x: i % width, y: Math.floor(i / width) };
    const apart = placed.every((other) => Math.hypot(other.x - place.x, other.y - place.y) > 0.3 * radius);
    if (!apart || rim[i]! > -0.12 * radius) continue;
    placed.push(place);
    stampSpot(cell, plane, place.x, place.y, between(random, 0.045, 0.07) * radius, between(random, 0.8, 1.2));
  }
  return plane;
}

/** DNA (DAPI stain): clouds and clumps in the whole nucleus, darker in the nucleoli; 0 outside of the nucleus. */
export function paintDna(cell: CellWindow, random: Random): Float32Array {
  const { width, height, nucleusPixels, rim, radius } = cell;
  const plane = new Float32Array(width * height);
  const fine = smoothNoise(width, height, 0.05 * radius, random);
  const medium = smoothNoise(width, height, 0.11 * radius, random);
  const clouds = smoothNoise(width, height, 0.5 * radius, random);
  const nucleoli = nucleolarMask(cell, random);
  const contrast = between(random, 0.6, 1.4);
  for (const i of nucleusPixels) {
    // Holes are deeper than clumps are high.
    const clumps = Math.tanh(0.8 * medium[i]! + 0.35) - 0.2;
    const texture = 0.1 * fine[i]! + 0.2 * clumps + 0.07 * clouds[i]!;
    // Nuclei are lens-shaped, so they are dimmer near the envelope; heterochromatin there makes up for a part of that.
    const lens = 1 - 0.3 * Math.exp(rim[i]! / (0.12 * radius));
    plane[i] = Math.max(0.1, lens * (0.7 + contrast * texture) * (1 - 0.3 * nucleoli[i]!));
  }
  return plane;
}

/** 1 inside of the nucleoli, with a soft and uneven border to 0. */
function nucleolarMask(cell: CellWindow, random: Random): Float32Array {
  const { width, height, nucleusPixels, nucleoli, radius } = cell;
  const plane = new Float32Array(width * height);
  const uneven = smoothNoise(width, height, 0.1 * radius, random);
  for (const i of nucleusPixels) {
    const [x, y] = [i % width, Math.floor(i / width)];
    let nearest = 9;
    for (const nucleolus of nucleoli) {
      nearest = Math.min(nearest, Math.hypot(nucleolus.x - x, nucleolus.y - y) / nucleolus.radius);
    }
    if (nearest < 2) plane[i] = 1 / (1 + Math.exp(9 * (nearest - 1 + 0.12 * uneven[i]!)));
  }
  return plane;
}

function faintNucleus(cell: CellWindow, brightness: number): Float32Array {
  const plane = new Float32Array(cell.width * cell.height);
  for (const i of cell.nucleusPixels) plane[i] = brightness;
  return plane;
}

/** Limits overlapping spots smoothly to 1, and blurs them slightly. */
function softened(plane: Float32Array, cell: CellWindow): Float32Array {
  for (let i = 0; i < plane.length; i += 1) plane[i] = cell.inside[i] === 0 ? 0 : Math.tanh(1.2 * plane[i]!);
  gaussianBlur(plane, cell.width, cell.height, Math.max(0.4, 0.012 * cell.radius));
  return plane;
}
