import type { DatasetApi } from "../../../../src/bridge/contracts.ts";
import type { AddedFiles } from "../../../../src/domain/dataset/added-files.ts";
import type { DatasetSnapshot } from "../../../../src/domain/dataset/dataset-snapshot.ts";
import type { FailureRecord } from "../../../../src/domain/failure/failure-record.ts";
import type { BackendInfo } from "../../../../src/domain/training/backend-info.ts";
import type { FakeWork } from "./fake-pace.ts";
import { gpu } from "./fake-run.ts";

/** How the fake workers behave. */
export interface FakeOptions {
  readonly snapshot: Partial<DatasetSnapshot>;
  readonly backend: BackendInfo;
  /** The work that is held from the start, until the test releases it. */
  readonly held: readonly FakeWork[];
  /** Time in ms of a processing stage, of a training step and of predicting a tile. */
  readonly pace: number;
  /** What each file becomes when it is added, by file name. Any other file becomes a queued tile. */
  readonly answers: Readonly<Record<string, Partial<AddedFiles>>>;
  /** Ids of the tiles that have stored probabilities. */
  readonly predicted: readonly string[];
  /** True when these probabilities come from the starter model. */
  readonly predictedByStarter: boolean;
  /** Number of sample tiles that are made. */
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
