import { bestEpoch } from "../../domain/training/best-epoch.ts";
import type { RunCheckpoints, RunStatus, TrainingRun } from "../../domain/training/training-run.ts";
import { backboneNames } from "../format/backbone-names.ts";
import { formatMoment } from "../format/format-date.ts";
import { formatCount, formatScore } from "../format/format-number.ts";

const statusWords: Readonly<Record<RunStatus, string>> = {
  running: "Under way",
  stopped: "Stopped",
  finished: "Finished",
  failed: "Failed",
  imported: "Imported",
};

/** `Nov 22, 2026, 23:27, ResNet-18`. What differs comes first, because narrow places show only the beginning. */
export function runName({ options, startedAt }: Pick<TrainingRun, "options" | "startedAt">): string {
  return `${formatMoment(startedAt)}, ${backboneNames[options.backbone]}`;
}

/** The state of a run and its best score, in a few words. */
export function runSummary({ status, epochs, options }: TrainingRun): string {
  const best = bestEpoch(epochs);
  const done =
    status === "imported" || epochs.length >= options.epochs
      ? formatCount(epochs.length, "epoch")
      : `${epochs.length} of ${formatCount(options.epochs, "epoch")}`;
  const score =
    best === null
      ? ""
      : best.meanAveragePrecision === null
        ? `, loss ${formatScore(best.trainingLoss)}`
        : `, best mAP ${formatScore(best.meanAveragePrecision)}`;
  return `${statusWords[status]}, ${done}${score}`;
}

/** The checkpoints that a run can predict with, and their labels. */
export function checkpointChoices({
  checkpoints: { best, last },
}: TrainingRun): readonly { value: keyof RunCheckpoints; label: string }[] {
  return [
    ...(best === null ? [] : [{ value: "best" as const, label: `Best, epoch ${best.epoch}` }]),
    ...(last === null || last.step === 0 ? [] : [{ value: "last" as const, label: `Last, epoch ${last.epoch}` }]),
  ];
}
