import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { SamplePart } from "../../domain/dataset/sample-part.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { generateSampleTile, type SampleDatasetOptions, sampleDatasetOptions } from "../../sample/sample-dataset.ts";
import { sampleFiles, sampleTable } from "../../sample/sample-files.ts";

/** The names that the sample generator gives to tiles. */
const sampleName = /^sample-\d+$/;

/** Whether the sample generator made this tile. */
export function isSampleTile(tileId: TileId): boolean {
  return sampleName.test(tileId);
}

/**
 * Makes the sample tiles as files that a user could have dropped: four PNG files a tile and a `train.csv` with their
 * labels.
 *
 * @param onTile Called before the first tile and after each tile; `of` counts all tiles of the set.
 * @param part Makes `count` tiles, beginning with tile `first`. All tiles when left out.
 * @throws Cancelled when the signal is aborted.
 */
export async function makeSampleFiles(
  onTile: (done: number, of: number) => void,
  options: SampleDatasetOptions = sampleDatasetOptions,
  { first = 0, count = options.tiles - first }: SamplePart = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<File[]> {
  const files: File[] = [];
  const labels: { name: string; weakLabel: readonly number[] }[] = [];
  onTile(first, options.tiles);
  for (let index = first; index < first + count; index += 1) {
    const tile = generateSampleTile(options, index);
    for (const { name, bytes } of sampleFiles(tile)) {
      files.push(new File([bytes as Uint8Array<ArrayBuffer>], name, { type: "image/png" }));
    }
    labels.push({ name: tile.name, weakLabel: tile.weakLabel });
    onTile(index + 1, options.tiles);
    // A tile takes a second. Other requests to this thread get their turn in between.
    await breathe();
    throwIfCancelled(signal);
  }
  files.push(new File([sampleTable(labels)], "train.csv", { type: "text/csv" }));
  return files;
}
