import { randomStream, shuffledIndices } from "../random.ts";

/** The properties of a tile that the split needs. */
export interface LabelledTile {
  readonly tileId: string;
  readonly labels: readonly number[];
  /**
   * Tiles of one group, for instance those of one antibody, stay on the same side. A tile without a group is its own
   * group.
   */
  readonly group?: string | null;
}

export interface TileSplit {
  readonly training: readonly string[];
  readonly validation: readonly string[];
}

/** One tile, or all tiles of a group. A unit goes to one side as a whole. */
interface Unit {
  readonly tileIds: readonly string[];
  /** The labels of all its tiles, including repeated ones. */
  readonly labels: readonly number[];
}

/** If there are fewer tiles than this, all of them are used for training. */
const fewestTilesToSplit = 3;

/** Counts how often each label occurs. */
export function countLabels(units: readonly { readonly labels: readonly number[] }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { labels } of units) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** Groups tiles to units. Sorts them by the id of their first tile, so that the order of `tiles` does not matter. */
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
 * Holds tiles back for validation. It holds back whole tiles, because cells of one tile resemble each other and
 * share their labels, and it keeps all tiles of a group together. The split is stratified by label with iterative
 * stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the Stratification of Multi-label Data"): the rarest
 * label is dealt first, and each unit goes to the side that needs that label most.
 *
 * Another rule has priority: a unit is held back only if each of its labels remains on a training tile. So with few
 * tiles the share may not be reached, and if no unit can be spared, nothing is held back. With groups, the number of
 * tiles may differ from the share by half of the last group. If every group is too large for that, the smallest
 * group that can be spared is held back, unless it has more than half of the tiles.
 * @param share share of the tiles to hold back, 0..0.5. With three tiles or more and a share above 0, the goal is at
 * least one tile.
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
  /** Whether at least half of the unit is still missing. A single tile fits as long as one is missing. */
  const fits = (unit: Unit) => heldBack.length + unit.tileIds.length / 2 <= wanted;
  const holdBack = (unit: Unit) => {
    heldBack.push(...unit.tileIds);
    for (const label of unit.labels) {
      notHeldBack.set(label, (notHeldBack.get(label) ?? 0) - 1);
      wantedOf.set(label, (wantedOf.get(label) ?? 0) - 1);
    }
  };
  /**
   * Each side needs labels in proportion to its size. So validation needs a unit as long as at least half of its labels
   * are missing.
   */
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
  // Because of rounding, every label may be satisfied before the share is reached. Units that can be spared fill it up.
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
