import { breathe } from "../../domain/breathe.ts";
import type { SamplePart } from "../../domain/dataset/sample-part.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { generateSampleTile, type SampleDatasetOptions, sampleDatasetOptions } from "../../sample/sample-dataset.ts";
import { sampleFiles, sampleTable } from "../../sample/sample-files.ts";

/** Names that the sample generator gives. */
const sampleName = /^sample-\d+$/;

/** Whether a tile came from the sample generator. */
export function isSampleTile(tileId: TileId): boolean {
  return sampleName.test(tileId);
}

/**
 * The sample tiles as files that a user could have dropped: four PNG files a tile and a `train.csv` that names these tiles.
 *
 * @param onTile told before the first tile and after each; counts all tiles of the set.
 * @param part the tiles from `first` on, `count` of them; all when left out.
 */
export async function makeSampleFiles(
  onTile: (done: number, of: number) => void,
  options: SampleDatasetOptions = sampleDatasetOptions,
  { first = 0, count = options.tiles - first }: SamplePart = {},
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
    // A tile takes a second: other questions to this thread get their turn in between.
    await breathe();
  }
  files.push(new File([sampleTable(labels)], "train.csv", { type: "text/csv" }));
  return files;
}
