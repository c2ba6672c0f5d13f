import { between, normal, type Random } from "./seeded-random.ts";

/** Number of directions for which an outline's reach is stored. */
const directions = 256;

/** A closed outline, star-shaped around (0, 0), `[directions]`: its reach in px in each direction from 0 to 2π. */
export type RadialOutline = Float32Array;

/** How an outline differs from a circle. */
interface OutlineShape {
  /** Mean reach, px. */
  readonly radius: number;
  /** Long axis over short axis, >= 1. */
  readonly aspect: number;
  /** Direction of the long axis, radians. */
  readonly axis: number;
  /** Size of the random bumps as a share of the reach. */
  readonly bumps: number;
  /** Depth of one notch at a random place, as a share of the reach; 0 makes no notch. */
  readonly notch: number;
}

export function radialOutline(shape: OutlineShape, random: Random): RadialOutline {
  const long = shape.radius * Math.sqrt(shape.aspect);
  const short = shape.radius / Math.sqrt(shape.aspect);
  const waves = Array.from({ length: 7 }, (_, i) => ({
    order: i + 2,
    height: (shape.bumps * normal(random)) / Math.sqrt(i + 1),
    phase: between(random, 0, 2 * Math.PI),
  }));
  const notchAt = between(random, 0, 2 * Math.PI);
  const notchWidth = between(random, 0.35, 0.6);
  return Float32Array.from({ length: directions }, (_, i) => {
    const angle = (2 * Math.PI * i) / directions;
    const along = Math.cos(angle - shape.axis) / long;
    const across = Math.sin(angle - shape.axis) / short;
    let reach = 1;
    for (const { order, height, phase } of waves) reach += height * Math.cos(order * angle + phase);
    const fromNotch = Math.atan2(Math.sin(angle - notchAt), Math.cos(angle - notchAt)) / notchWidth;
    reach -= shape.notch * Math.exp(-fromNotch * fromNotch);
    return Math.max(0.35, reach) / Math.hypot(along, across);
  });
}

/** Distance of (x, y) from the centre divided by the outline's reach in that direction: below 1 is inside. */
export function relativeDistance(outline: RadialOutline, x: number, y: number): number {
  const turns = Math.atan2(y, x) / (2 * Math.PI);
  const place = (turns < 0 ? turns + 1 : turns) * directions;
  const index = Math.floor(place);
  const t = place - index;
  const a = outline[index % directions]!;
  const b = outline[(index + 1) % directions]!;
  return Math.sqrt(x * x + y * y) / (a + t * (b - a));
}

export function longestReach(outline: RadialOutline): number {
  return outline.reduce((most, reach) => Math.max(most, reach), 0);
}
