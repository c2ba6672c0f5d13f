import type { TileId } from "../domain/tile.ts";
import { generateSampleTile, type SampleDatasetOptions, sampleDatasetOptions } from "../sample/sample-dataset.ts";
import { sampleFiles, sampleTable } from "../sample/sample-files.ts";

/** Names that the sample generator gives. */
const sampleName = /^sample-\d+$/;

/** Whether a tile came from the sample generator. */
export function isSampleTile(tileId: TileId): boolean {
  return sampleName.test(tileId);
}

/**
 * The sample tiles as files that a user could have dropped: four PNG files a tile and a `train.csv`.
 *
 * @param onTile told before the first tile and after each.
 */
export async function makeSampleFiles(
  onTile: (done: number, of: number) => void,
  options: SampleDatasetOptions = sampleDatasetOptions,
): Promise<File[]> {
  const files: File[] = [];
  const labels: { name: string; weakLabel: readonly number[] }[] = [];
  onTile(0, options.tiles);
  for (let index = 0; index < options.tiles; index += 1) {
    const tile = generateSampleTile(options, index);
    for (const { name, bytes } of sampleFiles(tile)) {
      files.push(new File([bytes as Uint8Array<ArrayBuffer>], name, { type: "image/png" }));
    }
    labels.push({ name: tile.name, weakLabel: tile.weakLabel });
    onTile(index + 1, options.tiles);
    // A tile takes a second: other questions to this thread get their turn in between.
    await new Promise((resolve) => setTimeout(resolve));
  }
  files.push(new File([sampleTable(labels)], "train.csv", { type: "text/csv" }));
  return files;
}
