import { randomStream, shuffledIndices } from "./random.ts";

/** A tile with labels, as the split sees it. */
export interface LabelledTile {
  readonly tileId: string;
  readonly labels: readonly number[];
}

export interface TileSplit {
  readonly training: readonly string[];
  readonly validation: readonly string[];
}

/** Fewer tiles than this are all trained on. */
const fewestTilesToSplit = 3;

function countLabels(tiles: readonly LabelledTile[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { labels } of tiles) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/**
 * Holds tiles back for validation: whole tiles, because cells of one tile resemble each other and share their labels, and
 * stratified by label with iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the Stratification of
 * Multi-label Data"): the rarest label is dealt out first, each tile to the side that still wants that label most.
 *
 * Before that rule comes another: a tile is held back only if each of its labels stays on a training tile. So with few tiles
 * the share may not be reached, and where no tile can be spared nothing is held back.
 * @param share of the tiles to hold back, 0..0.5; with three tiles or more and a share above 0 at least one.
 */
export function splitTiles(tiles: readonly LabelledTile[], share: number, seed: number): TileSplit {
  const wanted = share > 0 && tiles.length >= fewestTilesToSplit ? Math.max(1, Math.round(tiles.length * share)) : 0;
  if (wanted === 0) return { training: tiles.map(({ tileId }) => tileId), validation: [] };

  // Sorted before it is shuffled, so that the order the tiles came in does not matter.
  const sorted = [...tiles].sort((a, b) => (a.tileId < b.tileId ? -1 : 1));
  const order = shuffledIndices(sorted.length, randomStream(seed, "split"));
  const waiting = Array.from(order, (index) => sorted[index] as LabelledTile);
  const notHeldBack = countLabels(tiles);
  const wantedOf = new Map([...notHeldBack].map(([label, count]) => [label, (count * wanted) / tiles.length]));
  const heldBack: string[] = [];

  const canSpare = (tile: LabelledTile) => tile.labels.every((label) => (notHeldBack.get(label) ?? 0) > 1);
  const holdBack = (tile: LabelledTile) => {
    heldBack.push(tile.tileId);
    for (const label of tile.labels) {
      notHeldBack.set(label, (notHeldBack.get(label) ?? 0) - 1);
      wantedOf.set(label, (wantedOf.get(label) ?? 0) - 1);
    }
  };
  /** Both sides want labels in proportion to their size, so validation wants one more while half a tile or more is missing. */
  const validationWants = (label: number) => (wantedOf.get(label) ?? 0) >= 0.5;

  const passedOver: LabelledTile[] = [];
  while (waiting.length > 0 && heldBack.length < wanted) {
    const left = countLabels(waiting);
    const rarest = [...left].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]?.[0];
    const picked = rarest === undefined ? waiting : waiting.filter(({ labels }) => labels.includes(rarest));
    for (const tile of picked) {
      waiting.splice(waiting.indexOf(tile), 1);
      const wants = rarest === undefined || validationWants(rarest);
      if (wants && heldBack.length < wanted && canSpare(tile)) holdBack(tile);
      else passedOver.push(tile);
    }
  }
  // Rounding can leave every single label satisfied before the share is reached: fill up with whoever can be spared.
  for (const tile of passedOver) if (heldBack.length < wanted && canSpare(tile)) holdBack(tile);

  const held = new Set(heldBack);
  const idsOf = (side: boolean) => tiles.map(({ tileId }) => tileId).filter((tileId) => held.has(tileId) === side);
  return { training: idsOf(false), validation: idsOf(true) };
}
