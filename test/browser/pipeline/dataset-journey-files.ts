import type { AddedFiles } from "../../../src/domain/dataset/added-files.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import type { TilePredictions } from "../../../src/domain/localisation/localisation.ts";
import { type ChannelName, channelNames, type TileId, type TileSource } from "../../../src/domain/tile/tile.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";

/* The files that the journey of a data set drops, and small functions for its tests. */

/** Access to the journey's files by their names. */
export interface JourneyFiles {
  readonly file: (name: string) => File;
  /** The files of a tile's channels: all of them, or only the named ones. */
  readonly filesOf: (name: string, ...channels: ChannelName[]) => File[];
}

export const noFiles: JourneyFiles = among([]);

/** Three small sample tiles with their table. */
export async function makeJourneyFiles(): Promise<JourneyFiles> {
  return among(
    await makeSampleFiles(() => {}, {
      ...sampleDatasetOptions,
      tiles: 3,
      width: 384,
      height: 320,
      nucleusDiameter: 50,
    }),
  );
}

function among(files: readonly File[]): JourneyFiles {
  function file(name: string): File {
    const found = files.find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`no file ${name}`);
    return found;
  }

  function filesOf(name: string, ...channels: ChannelName[]): File[] {
    return (channels.length === 0 ? channelNames : channels).map((channel) => file(`${name}_${channel}.png`));
  }
  return { file, filesOf };
}

export function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}

export async function tagOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "resolved",
    (error: unknown) => problemFrom(error, "?").tag,
  );
}

/** Counts the files in the folders of all tiles. */
export function fileCount(): Promise<number> {
  return listFolder("tiles").then(async (folders) => {
    const lists = await Promise.all(folders.map((folder) => listFolder(`tiles/${folder}`)));
    return lists.flat().length;
  });
}

/** A file with the same name that holds only the first 5,000 bytes. */
export function tornCopy(whole: File): File {
  return new File([whole.slice(0, 5000)], whole.name);
}

/** Remembers where to read queued tiles, as the page does with an answer, and summarises the answer. */
export function takeAdded(sources: Map<TileId, TileSource>, { sources: given, tiles, problems }: AddedFiles) {
  for (const [id, source] of given) sources.set(id, source);
  return {
    statuses: Object.fromEntries(tiles.map((tile) => [tile.id, tile.status])),
    problems: problems.map((problem) => `${problem.tag} ${problem.subject}`),
    tiles,
  };
}

/** Numbers of the cells of `before` that have other probabilities in `after`. */
export function cellsThatDiffer(before: TilePredictions, after: TilePredictions | null): number[] {
  const classes = before.probabilities.length / before.numbers.length;
  return before.numbers.filter((_, row) =>
    before.probabilities
      .subarray(row * classes, (row + 1) * classes)
      .some((value, index) => value !== after?.probabilities[row * classes + index]),
  );
}

/** Labels for a tile and a class that do not exist, a document, and a broken archive. */
export function filesWithProblems(): File[] {
  return [
    new File(["ID,Label,Antibody\nnowhere,3,HPA000001\nsample-2,77,"], "more.csv"),
    new File(["hello"], "notes.docx"),
    new File(["PK nothing"], "broken.zip"),
  ];
}
