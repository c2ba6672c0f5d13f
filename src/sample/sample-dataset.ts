import type { WeakLabel } from "../domain/localisation/localisation.ts";
import { generateTile, type SampleTile, type SampleTileOptions } from "./generate-tile.ts";
import { between, seededRandom } from "./seeded-random.ts";

export interface SampleDatasetOptions extends Omit<SampleTileOptions, "name" | "classes"> {
  readonly tiles: number;
  /** Classes of tile 0, tile 1 and so on; the list starts again when there are more tiles. */
  readonly labelSets: readonly WeakLabel[];
}

/**
 * The demo: twelve classes in eight tiles. Every class is in two tiles, each time together with other classes. So a
 * classifier that is trained on some of the tiles can learn to tell the classes apart, and can be tested on the other
 * tiles. Each tile combines a pattern of the nucleus, one of the cytoplasm, and one of threads or borders.
 */
export const sampleDatasetOptions: SampleDatasetOptions = {
  seed: 2021,
  tiles: 8,
  width: 1024,
  height: 1024,
  bitDepth: 8,
  nucleusDiameter: 85,
  density: 0.6,
  labelSets: [
    [0, 7, 10],
    [1, 13, 14],
    [2, 9, 17],
    [4, 8, 15],
    [0, 9, 14],
    [1, 8, 17],
    [2, 10, 15],
    [4, 7, 13],
  ],
};

/** Generates the tiles one after the other, each only when it is asked for: one tile of 1024 px takes 8 MB. */
export function* generateDataset(options: SampleDatasetOptions): Generator<SampleTile, void> {
  for (let index = 0; index < options.tiles; index += 1) yield generateSampleTile(options, index);
}

/** Generates only tile `index` (from 0) of the set; it is the same tile as when all are generated. */
export function generateSampleTile(options: SampleDatasetOptions, index: number): SampleTile {
  const random = seededRandom(options.seed, index);
  return generateTile({
    ...options,
    name: `sample-${index + 1}`,
    seed: Math.floor(random() * 2 ** 32),
    density: options.density * between(random, 0.7, 1.3),
    classes: options.labelSets[index % options.labelSets.length] ?? [],
  });
}
