import type { DatasetApi } from "../../../../src/bridge/contracts.ts";
import type { AddedFiles } from "../../../../src/domain/dataset/added-files.ts";
import type { DatasetSnapshot } from "../../../../src/domain/dataset/dataset-snapshot.ts";
import type { FailureRecord } from "../../../../src/domain/failure/failure-record.ts";
import type { BackendInfo } from "../../../../src/domain/training/backend-info.ts";
import type { FakeWork } from "./fake-pace.ts";
import { gpu } from "./fake-run.ts";

/** How the played workers behave. */
export interface FakeOptions {
  readonly snapshot: Partial<DatasetSnapshot>;
  readonly backend: BackendInfo;
  /** Work that stands still from the start, until the test releases it. */
  readonly held: readonly FakeWork[];
  /** ms a processing stage, a training step and a predicted tile take. */
  readonly pace: number;
  /** What adding files answers, by file name; others become a queued tile. */
  readonly answers: Readonly<Record<string, Partial<AddedFiles>>>;
  /** Tiles with stored probabilities. */
  readonly predicted: readonly string[];
  /** These are of the model that comes with the page. */
  readonly predictedByStarter: boolean;
  readonly sampleTiles: number;
  /** Whether the cells have features of the newest model. */
  readonly embedded: boolean;
  /** The log as it is stored. */
  readonly failures: readonly FailureRecord[];
  /** Calls of the dataset worker that answer otherwise. */
  readonly dataset: Partial<DatasetApi>;
}

export const defaultFakeOptions: FakeOptions = {
  snapshot: {},
  backend: gpu,
  held: [],
  pace: 5,
  answers: {},
  predicted: [],
  predictedByStarter: false,
  sampleTiles: 3,
  embedded: false,
  failures: [],
  dataset: {},
};
