import type { Cell } from "../../domain/cell/cell.ts";
import type { ClassList, WeakLabel } from "../../domain/localisation/localisation.ts";
import { sha256 } from "../../domain/sha-256.ts";
import type { CropOptions } from "../../domain/tile/crop-options.ts";

/** The part of a tile that the fingerprint covers. */
export interface FingerprintTile {
  readonly id: string;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly weakLabel: WeakLabel | null;
  readonly cells: readonly Cell[];
}

/**
 * Computes a fingerprint of training data: two runs with the same fingerprint learnt from the same data. It is a
 * SHA-256 digest, 64 hexadecimal digits, over the class list, the crop options and each tile's name, size, labels
 * and cells. A cell contributes its number, box, area and its mean intensity in each channel.
 *
 * The bytes of the crops are not included, because ten thousand crops have 2 GB. A crop follows from the tile's
 * pixels, the cell's box and the crop options. Pixels that differ inside a cell change the cell's means. Only a
 * change that keeps every mean stays unnoticed.
 *
 * @param tiles In any order; read one at a time.
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
