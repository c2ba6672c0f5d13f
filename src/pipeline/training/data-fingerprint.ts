import type { Cell } from "../../domain/cell/cell.ts";
import type { ClassList, WeakLabel } from "../../domain/localisation/localisation.ts";
import { sha256 } from "../../domain/sha-256.ts";
import type { CropOptions } from "../../domain/tile/crop-options.ts";

/** A tile as its fingerprint sees it. */
export interface FingerprintTile {
  readonly id: string;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly weakLabel: WeakLabel | null;
  readonly cells: readonly Cell[];
}

/**
 * Tells whether two runs learnt from the same data: SHA-256, as 64 hexadecimal digits, over the class list, the crop options and for
 * each tile its name, size, labels and cells. A cell stands there with its number, box, area and its mean intensity in each channel.
 *
 * The crops' own bytes are left out: of ten thousand cells they are 2 GB. A crop follows from the tile's pixels, the cell's box and the
 * crop options, and pixels that differ inside a cell differ in its means; only a change that leaves every mean as it was goes unseen.
 *
 * @param tiles in any order; read one at a time.
 */
export async function dataFingerprint(
  tiles: AsyncIterable<FingerprintTile>,
  { size, margin, neighbours, encoding }: CropOptions,
  classes: ClassList,
): Promise<string> {
  const digests: [string, string][] = [];
  for await (const { id, width, height, weakLabel, cells } of tiles) {
    const labels = [...(weakLabel ?? [])].sort((a, b) => a - b);
    const rows = cells
      .toSorted((a, b) => a.number - b.number)
      .map(({ number, box, area, meanIntensity: { red, green, blue, yellow } }) => {
        return [number, box.left, box.top, box.right, box.bottom, area, red, green, blue, yellow];
      });
    digests.push([id, await sha256(JSON.stringify([id, width, height, labels, rows]))]);
  }
  digests.sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([classes.names, [size, margin, neighbours, encoding], digests]));
}
