import { randomStream, shuffledIndices } from "../random.ts";

/** A tile with labels, as the split sees it. */
export interface LabelledTile {
  readonly tileId: string;
  readonly labels: readonly number[];
  /** Tiles with the same one stay on the same side, for instance those of one antibody; without it a tile stands for itself. */
  readonly group?: string | null;
}

export interface TileSplit {
  readonly training: readonly string[];
  readonly validation: readonly string[];
}

/** What goes to one side as a whole: one tile, or all tiles of a group. */
interface Unit {
  readonly tileIds: readonly string[];
  /** Of all its tiles, repeats included. */
  readonly labels: readonly number[];
}

/** Fewer tiles than this are all trained on. */
const fewestTilesToSplit = 3;

/** How many times each label is given. */
export function countLabels(units: readonly { readonly labels: readonly number[] }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { labels } of units) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** In the order of their first tiles by name, so that the order the tiles came in does not matter. */
export function unitsOf(tiles: readonly LabelledTile[]): Unit[] {
  const sorted = [...tiles].sort((a, b) => (a.tileId < b.tileId ? -1 : 1));
  const units = new Map<string, LabelledTile[]>();
  for (const tile of sorted) {
    const key = tile.group ? `group ${tile.group}` : `tile ${tile.tileId}`;
    units.set(key, [...(units.get(key) ?? []), tile]);
  }
  return [...units.values()].map((members) => ({
    tileIds: members.map(({ tileId }) => tileId),
    labels: members.flatMap(({ labels }) => labels),
  }));
}

/**
 * Holds tiles back for validation: whole tiles, because cells of one tile resemble each other and share their labels, and
 * all tiles of a group together. Stratified by label with iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the
 * Stratification of Multi-label Data"): the rarest label is dealt out first, each unit to the side that still wants that label
 * most.
 *
 * Before that rule comes another: a unit is held back only if each of its labels stays on a training tile. So with few tiles
 * the share may not be reached, and where none can be spared nothing is held back. Groups may miss the share by half of
 * the last one; where each is larger than that, the smallest that can be spared is held back, unless it has more than half of
 * the tiles.
 * @param share of the tiles to hold back, 0..0.5; with three tiles or more and a share above 0 at least one.
 */
export function splitTiles(tiles: readonly LabelledTile[], share: number, seed: number): TileSplit {
  const wanted = share > 0 && tiles.length >= fewestTilesToSplit ? Math.max(1, Math.round(tiles.length * share)) : 0;
  if (wanted === 0) return { training: tiles.map(({ tileId }) => tileId), validation: [] };

  const units = unitsOf(tiles);
  const waiting = Array.from(shuffledIndices(units.length, randomStream(seed, "split")), (index) => units[index]!);
  const notHeldBack = countLabels(tiles);
  const wantedOf = new Map([...notHeldBack].map(([label, count]) => [label, (count * wanted) / tiles.length]));
  const heldBack: string[] = [];

  const canSpare = (unit: Unit) =>
    [...countLabels([unit])].every(([label, count]) => (notHeldBack.get(label) ?? 0) > count);
  /** A single tile fits while one is missing. */
  const fits = (unit: Unit) => heldBack.length + unit.tileIds.length / 2 <= wanted;
  const holdBack = (unit: Unit) => {
    heldBack.push(...unit.tileIds);
    for (const label of unit.labels) {
      notHeldBack.set(label, (notHeldBack.get(label) ?? 0) - 1);
      wantedOf.set(label, (wantedOf.get(label) ?? 0) - 1);
    }
  };
  /** Both sides want labels in proportion to their size, so validation wants a unit while half of it or more is missing. */
  const validationWants = (label: number, unit: Unit) =>
    (wantedOf.get(label) ?? 0) >= unit.labels.filter((other) => other === label).length / 2;

  const passedOver: Unit[] = [];
  while (waiting.length > 0 && heldBack.length < wanted) {
    const left = countLabels(waiting);
    const rarest = [...left].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]?.[0];
    const picked = rarest === undefined ? [...waiting] : waiting.filter(({ labels }) => labels.includes(rarest));
    for (const unit of picked) {
      waiting.splice(waiting.indexOf(unit), 1);
      const wants = rarest === undefined || validationWants(rarest, unit);
      if (wants && fits(unit) && canSpare(unit)) holdBack(unit);
      else passedOver.push(unit);
    }
  }
  // Rounding can leave every single label satisfied before the share is reached: fill up with whoever can be spared.
  for (const unit of passedOver) if (fits(unit) && canSpare(unit)) holdBack(unit);
  if (heldBack.length === 0) {
    const spared = passedOver.filter((unit) => canSpare(unit) && 2 * unit.tileIds.length <= tiles.length);
    const smallest = spared.sort((a, b) => a.tileIds.length - b.tileIds.length)[0];
    if (smallest !== undefined) holdBack(smallest);
  }

  const held = new Set(heldBack);
  const idsOf = (side: boolean) => tiles.map(({ tileId }) => tileId).filter((tileId) => held.has(tileId) === side);
  return { training: idsOf(false), validation: idsOf(true) };
}
