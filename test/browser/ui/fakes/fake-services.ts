import { throwIfCancelled } from "../../../../src/domain/cancel.ts";
import type { AddedFiles } from "../../../../src/domain/dataset/added-files.ts";
import type { DatasetSnapshot } from "../../../../src/domain/dataset/dataset-snapshot.ts";
import { agreementOf, maskThresholds, type TileMask } from "../../../../src/domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../../../src/domain/dataset/tile-record.ts";
import { problemError } from "../../../../src/domain/errors.ts";
import type { FailureRecord } from "../../../../src/domain/failure/failure-record.ts";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import type { ProcessingStage } from "../../../../src/domain/tile/process-tile-request.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import type { TileId } from "../../../../src/domain/tile/tile.ts";
import type { RunList } from "../../../../src/domain/training/run-list.ts";
import { starterModelId } from "../../../../src/domain/training/starter-model.ts";
import type { StartingWeights } from "../../../../src/domain/training/starting-weights.ts";
import type { TrainingRun } from "../../../../src/domain/training/training-run.ts";
import type { Services } from "../../../../src/state/stores/services.ts";
import { fakeCorrections } from "./fake-corrections.ts";
import { fakeExplorer } from "./fake-explorer.ts";
import { defaultFakeOptions, type FakeOptions } from "./fake-options.ts";
import { type FakePace, type FakeWork, fakePace } from "./fake-pace.ts";
import { fakePicture } from "./fake-picture.ts";
import { makeEpoch, makeModel, makeRun } from "./fake-run.ts";
import { makePredictions, makeRecord, makeView } from "./fake-tile.ts";
import { makeWeights } from "./fake-weights.ts";

/**
 * Fakes of the three workers, on the page's own thread. They keep records in memory, draw generated pixels, and take
 * the time that the options say. All else (when an epoch ends, what a file becomes) follows the contracts.
 */
export interface FakeServices extends Services, Pick<FakePace, "hold" | "release"> {
  /** The calls so far with their main arguments, in order. */
  readonly calls: string[];
}

export function fakeServices(overrides: Partial<FakeOptions> = {}): FakeServices {
  const options = { ...defaultFakeOptions, ...overrides };
  const calls: string[] = [];
  const { pause, hold, release } = fakePace(options.held);
  const records = new Map<TileId, TileRecord>((options.snapshot.tiles ?? []).map((record) => [record.id, record]));
  const predicted = new Set<string>(options.predicted);
  let run = options.snapshot.run ?? null;
  let model = options.snapshot.model ?? null;
  let runs = [...(options.snapshot.runs ?? (run === null ? [] : [run]))];
  let predictor =
    options.snapshot.predictor ?? (model === null ? null : { run: model.run, checkpoint: "best" as const });
  /** Whether the probabilities come from the starter model. */
  let byStarter = options.predictedByStarter;

  let weights: readonly StartingWeights[] = [];
  let failures: readonly FailureRecord[] = [];

  function keepWeights(name: string, address: string | null): StartingWeights {
    if (name.includes("truncated")) {
      throw problemError({
        tag: "StorageBroken",
        subject: name,
        message: 'Tensor "layer3.0.conv2.weight" ends at byte 9000 of the data, which has 8000.',
        remedy: "Use another copy of the file: download or export it again.",
      });
    }
    const record = makeWeights(name, address);
    weights = [...weights.filter(({ id }) => id !== record.id), record];
    return record;
  }

  /** One step of some work, after which the work checks its signal. */
  async function step(call: string, work: FakeWork, signal: AbortSignal): Promise<void> {
    await pause(work, options.pace, signal);
    if (signal.aborted) calls.push(`cancelled ${call}`);
    throwIfCancelled(signal);
  }

  const predictingModel = () => (byStarter ? starterModelId : (model?.id ?? "run-1"));

  const snapshot = (): DatasetSnapshot => ({
    problems: [],
    classes: hpaClasses,
    segmentation: defaultSegmentationOptions,
    crop: defaultCropOptions,
    pixelSize: null,
    ...options.snapshot,
    tiles: [...records.values()],
    run,
    ...list(),
  });

  const list = (): RunList => ({ runs, predictor, model });

  function keepRun(next: TrainingRun): TrainingRun {
    run = next;
    runs = [...runs.filter(({ id }) => id !== next.id), next];
    return next;
  }

  function take(tiles: readonly TileRecord[]): AddedFiles {
    for (const record of tiles) records.set(record.id, record);
    return { tiles, sources: new Map(), problems: [] };
  }

  function known(id: TileId): TileRecord {
    const record = records.get(id);
    if (record === undefined) throw new Error(`The test has no tile ${id}.`);
    return record;
  }

  const seedOf = (id: TileId) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const cellsOf = 20;
  const ready = () => [...records.values()].filter(({ status }) => status === "ready").map(({ id }) => id);
  const exploring = fakeExplorer(
    ready,
    cellsOf,
    (work, signal) => pause(work, options.pace, signal),
    calls,
    options.embedded,
  );
  const corrections = new Map<TileId, ReturnType<typeof fakeCorrections>>();

  return {
    calls,
    hold,
    release,
    dataset: {
      restore: async () => snapshot(),
      addFiles: async (files) => {
        calls.push(`addFiles ${files.map((file) => file.name).join(" ")}`);
        await pause("add files", options.pace);
        const tiles: TileRecord[] = [];
        const problems = [];
        for (const file of files) {
          const answer = options.answers[file.name];
          if (answer === undefined) {
            tiles.push(makeRecord(file.name, { status: "queued", cellCount: 0, width: 0, height: 0 }));
          } else {
            tiles.push(...(answer.tiles ?? []));
            problems.push(...(answer.problems ?? []));
          }
        }
        return { ...take(tiles), problems };
      },
      makeSampleFiles: async ({ first = 0, count = options.sampleTiles - first }, onTile, signal) => {
        for (let done = first + 1; done <= first + count; done += 1) {
          await step("makeSampleFiles", "sample files", signal);
          onTile(done, options.sampleTiles);
        }
        return Array.from({ length: count }, (_, index) => new File([], `sample-${first + index + 1}`));
      },
      goOnWithout: async (id) => {
        calls.push(`goOnWithout ${id}`);
        return take([{ ...known(id), status: "queued", problem: null }]);
      },
      removeTiles: async (ids) => {
        calls.push(`removeTiles ${ids.join(" ")}`);
        for (const id of ids) records.delete(id);
      },
      dismissProblems: async () => {
        calls.push("dismissProblems");
      },
      clear: async () => {
        calls.push("clear");
        records.clear();
      },
      saveOptions: async ({ segmentation }) => {
        calls.push(`saveOptions ${segmentation.splitStrength}`);
      },
      compareMask: async (id) => {
        calls.push(`compareMask ${id}`);
        const record = known(id);
        const agreement = maskThresholds.map((iou) => agreementOf(iou, Math.round(20 * (1 - iou / 2)), 2, 3));
        const compared = { ...record, mask: record.mask && { ...record.mask, agreement } };
        records.set(id, compared);
        return compared;
      },
      removeMask: async (id) => {
        calls.push(`removeMask ${id}`);
        const without = { ...known(id), mask: null };
        records.set(id, without);
        return without;
      },
      loadView: async (id) => {
        await pause("view", options.pace);
        return makeView(known(id), predicted.has(id) ? predictingModel() : null, seedOf(id));
      },
      correctCells: async (id, step) => {
        calls.push(`correctCells ${id} ${step.kind}`);
        await pause("correct", options.pace);
        const correct = corrections.get(id) ?? fakeCorrections(makeView(known(id), null, seedOf(id)));
        corrections.set(id, correct);
        return correct(step);
      },
      loadPredictions: async (id) =>
        predicted.has(id) ? makePredictions(id, predictingModel(), cellsOf, seedOf(id)) : null,
      drawThumbnail: async (id) => fakePicture(64, seedOf(id)),
      drawCrop: async (_, number) => fakePicture(224, number),
      listRuns: async () => list(),
      saveRunNotes: async (id, notes) => {
        calls.push(`saveRunNotes ${id} ${notes}`);
        runs = runs.map((known) => (known.id === id ? { ...known, notes } : known));
      },
      deleteRun: async (id) => {
        calls.push(`deleteRun ${id}`);
        runs = runs.filter((known) => known.id !== id);
        if (predictor?.run === id) [predictor, model] = [null, null];
        return list();
      },
      choosePredictor: async (choice) => {
        calls.push(`choosePredictor ${choice.run} ${choice.checkpoint}`);
        predictor = choice;
        model = { ...makeModel(), id: `${choice.run}-${choice.checkpoint}`, run: choice.run };
        return list();
      },
      importModel: async (file) => {
        calls.push(`importModel ${file.name}`);
        if (file.name.startsWith("other")) {
          const message = "The model tells 3 classes apart, the data set has 19.";
          throw problemError({ tag: "ModelMismatch", subject: file.name, message, remedy: "Train a new one." });
        }
        const imported = { ...makeRun("imported", 3), id: "imported-1", notes: `From ${file.name}.` };
        runs = [...runs, imported];
        predictor = { run: imported.id, checkpoint: "best" };
        model = { ...makeModel(), id: "imported-1-12", run: imported.id };
        return list();
      },
      exportFile: async (kind, _, onTile, signal) => {
        calls.push(`exportFile ${kind}`);
        onTile(1, 2);
        await step("exportFile", "export", signal);
        return { name: `${kind}.csv`, file: new Blob(["ID"]) };
      },
      listWeights: async () => weights,
      importWeights: async (file, signal) => {
        calls.push(`importWeights ${file.name}`);
        await step("importWeights", "fetch weights", signal);
        return keepWeights(file.name, null);
      },
      fetchWeights: async (address, onBytes, signal) => {
        calls.push(`fetchWeights ${address}`);
        for (let done = 0; done <= 100; done += 1) {
          onBytes(done * 440_000, 44_000_000);
          await step("fetchWeights", "fetch weights", signal);
        }
        return keepWeights("model.safetensors", address);
      },
      deleteWeights: async (id) => {
        calls.push(`deleteWeights ${id}`);
        weights = weights.filter((known) => known.id !== id);
      },
      recordFailures: async (records) => {
        failures = [...failures, ...records];
      },
      listFailures: async () => [...options.failures, ...failures],
      storageReport: async () => ({ usedBytes: 412_000_000, quotaBytes: 40_000_000_000, persisted: true }),
      ...options.dataset,
    },
    imaging: {
      size: 2,
      process: async ({ tileId: id, own, cellsFrom }, onStage, signal) => {
        calls.push(
          `process ${id}${own === null ? "" : ` own ${own.splitStrength}`}${cellsFrom === "mask" ? " from its mask" : ""}`,
        );
        for (const stage of ["decode", "segment", "measure", "crop", "store"] as const satisfies ProcessingStage[]) {
          onStage(stage);
          await pause("process", options.pace, signal);
          throwIfCancelled(signal);
        }
        const record: TileRecord = {
          ...known(id),
          status: "ready",
          width: 512,
          height: 384,
          cellCount: cellsOf,
          segmentation: own,
          maskSource: cellsFrom === "mask" ? "imported" : "segmented",
          mask: known(id).mask && {
            ...(known(id).mask as TileMask),
            agreement: null,
            leftOut: cellsFrom === "mask" ? { pieces: 2, pixels: 1234 } : null,
          },
          sample: id.startsWith("sample"),
        };
        records.set(id, record);
        return record;
      },
    },
    previewer: {
      preview: async ({ tileId: id, segmentation }, signal) => {
        calls.push(`preview ${id} ${segmentation.splitStrength}`);
        await pause("preview", options.pace, signal);
        throwIfCancelled(signal);
        const { cellMap, nucleusMap } = makeView(
          known(id),
          null,
          seedOf(id) + Math.round(20 * segmentation.splitStrength),
        );
        return {
          cellMap,
          nucleusMap,
          cellCount: cellMap.count,
          nucleusDiameter: segmentation.nucleusDiameter ?? 44,
          estimatedDiameter: 44,
        };
      },
      close: () => {
        calls.push("close preview");
      },
    },
    learning: {
      describeBackend: async () => {
        await pause("backend", 0);
        return options.backend;
      },
      train: async (request, onRun, onStep, onEpoch, signal) => {
        calls.push(request.resume === null ? `train ${request.options.backbone}` : `resume ${request.resume}`);
        const first = request.resume === null ? 0 : (run?.epochs.length ?? 0);
        let current: TrainingRun = { ...makeRun("running", first, request.options), backend: options.backend };
        onRun(current);
        const steps = request.options.epochs * 4;
        for (let epoch = first + 1; epoch <= request.options.epochs; epoch += 1) {
          for (let batch = 1; batch <= 4; batch += 1) {
            await pause("train", options.pace, signal);
            if (signal.aborted) {
              return keepRun({ ...current, status: "stopped" });
            }
            const done = (epoch - 1) * 4 + batch;
            onStep({
              epoch,
              epochs: request.options.epochs,
              step: done,
              steps,
              loss: 0.3 * Math.exp((-2 * done) / steps) + 0.02 * Math.sin(done * 7) + 0.06,
              cellsPerSecond: 84.2,
              secondsLeft: (steps - done) * 3,
            });
          }
          const metrics = makeEpoch(epoch, request.options.epochs);
          current = { ...current, epochs: [...current.epochs, metrics] };
          onEpoch(metrics);
        }
        model = makeModel();
        predictor = { run: model.run, checkpoint: "best" };
        return keepRun({ ...current, status: "finished" });
      },
      predict: async (_, onProgress, signal) => {
        calls.push("predict");
        byStarter = false;
        const ready = [...records.values()].filter((record) => record.status === "ready");
        for (const [index, record] of ready.entries()) {
          await pause("predict", options.pace, signal);
          if (signal.aborted) {
            calls.push("cancelled predict");
            return index;
          }
          predicted.add(record.id);
          onProgress(index + 1, ready.length, ready.length - index - 1);
        }
        return ready.length;
      },
      predictSamples: async (address, _, onProgress, signal) => {
        calls.push(`predictSamples ${new URL(address).pathname}`);
        const samples = [...records.values()].filter((record) => record.sample && record.status === "ready");
        for (const [index, record] of samples.entries()) {
          await pause("predict", options.pace, signal);
          if (signal.aborted) return index;
          predicted.add(record.id);
          onProgress(index + 1, samples.length, samples.length - index - 1);
        }
        byStarter = true;
        return samples.length;
      },
      predictMissing: async (id) => {
        calls.push(`predictMissing ${id}`);
        return true;
      },
      ...exploring.learning,
    },
    explorer: exploring.explorer,
  };
}
