import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellPlace } from "../../domain/cell/cell-place.ts";
import type { HeldBackBy } from "../../domain/localisation/evaluation.ts";
import type { ClassList, ProteinGroup, WeakLabel } from "../../domain/localisation/localisation.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { tilePictureNumber } from "../../domain/tile/crop-options.ts";
import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Example } from "../../learning/batches/batches.ts";
import { splitTiles } from "../../learning/batches/split.ts";

/** A cell with the labels of its tile. */
export interface LabelledCell extends CellReference {
  readonly labels: WeakLabel;
  /** Where the cell lies in its tile (`placesOf`); left out when that is not known. */
  readonly place?: CellPlace;
  /** Tiles of one protein are held back together. Without it the tile is a group of its own. */
  readonly protein?: ProteinGroup;
}

/** The cells of a run, split in two. Pictures of whole tiles follow the training cells when the objective uses them. */
export interface TrainingData {
  readonly training: readonly Example[];
  readonly validation: readonly Example[];
  readonly trainingTiles: readonly string[];
  readonly validationTiles: readonly string[];
  readonly heldBackBy: HeldBackBy;
  /** The group of each validation tile. Tiles of one group are one cluster of the bootstrap. */
  readonly clusterOf: ReadonlyMap<string, string>;
}

/** Sorts by tile, then by number, so that a run does not depend on the order in which cells come. */
function sorted(cells: readonly LabelledCell[]): LabelledCell[] {
  return [...cells].sort((a, b) => (a.tileId < b.tileId ? -1 : a.tileId > b.tileId ? 1 : a.number - b.number));
}

/**
 * Turns labelled cells into examples and holds tiles back for validation. A resumed run keeps its split.
 * @throws NothingToLearn that says what is missing.
 */
export function prepareTrainingData(
  cells: readonly LabelledCell[],
  classes: ClassList,
  options: TrainingOptions,
  resume: Checkpoint | null,
): TrainingData {
  if (classes.names.length === 0) {
    throw nothingYet("Training", "The class list is empty.", "Choose a list with at least one class.");
  }
  if (cells.length === 0) {
    throw nothingYet(
      "Training",
      "There are no cells to learn from.",
      "Drop tiles and wait until they are segmented, then train again.",
    );
  }
  const known = (label: number) => label >= 0 && label < classes.names.length;
  const labelled = sorted(cells).filter(({ labels }) => labels.some(known));
  if (labelled.length === 0) {
    throw nothingYet(
      "Training",
      "None of the tiles with cells has a label.",
      "Drop a train.csv with the columns ID and Label that names these tiles.",
    );
  }
  if (options.epochs < 1) {
    throw nothingYet("Training", "The run is set to zero epochs.", "Set at least one epoch.");
  }
  const labelsOf = new Map<string, readonly number[]>(labelled.map(({ tileId, labels }) => [tileId, labels]));
  const proteins = new Map<string, ProteinGroup>(
    labelled.flatMap(({ tileId, protein }) => (protein ? [[tileId, protein] as const] : [])),
  );
  const split = resume
    ? { training: resume.progress.trainingTiles, validation: resume.progress.validationTiles }
    : splitTiles(
        [...labelsOf].map(([tileId, labels]) => ({
          tileId,
          labels: labels.filter(known),
          group: nameOf(proteins.get(tileId)),
        })),
        options.validationShare,
        options.seed,
      );
  const examplesOf = (tiles: readonly string[]): Example[] => {
    const wanted = new Set(tiles);
    return labelled
      .filter(({ tileId }) => wanted.has(tileId))
      .map(({ tileId, number, labels, place = null }) => ({
        tileId,
        number,
        place,
        targets: Float32Array.from(classes.names, (_, index) => (labels.includes(index) ? 1 : 0)),
      }));
  };
  const training = examplesOf(split.training);
  if (training.length === 0) {
    throw nothingYet(
      "Training",
      "None of the tiles this run was trained on is there any more.",
      "Start a new run with the tiles that are there.",
    );
  }
  const looksAtPictures = options.objective === "image-and-cell" && options.tilePictures;
  return {
    training: looksAtPictures ? [...training, ...picturesOf(training)] : training,
    validation: examplesOf(split.validation),
    trainingTiles: split.training,
    validationTiles: split.validation,
    ...describeSplit(split.training, split.validation, proteins),
  };
}

/** Makes one example for each tile, with the tile's labels. */
function picturesOf(cells: readonly Example[]): Example[] {
  const tiles = new Map(cells.map(({ tileId, targets }) => [tileId, targets]));
  return [...tiles].map(([tileId, targets]) => ({ tileId, number: tilePictureNumber, targets, isPicture: true }));
}

/** The group of a tile's protein; null when the tile is a group of its own. */
export function nameOf(protein: ProteinGroup | undefined): string | null {
  return protein === undefined ? null : `${protein.kind} ${protein.name}`;
}

/** Describes the split as it is, because a resumed run may have been split before a table named the tiles' proteins. */
function describeSplit(
  training: readonly string[],
  validation: readonly string[],
  proteins: ReadonlyMap<string, ProteinGroup>,
): Pick<TrainingData, "heldBackBy" | "clusterOf"> {
  const learnt = new Set(training.flatMap((tileId) => nameOf(proteins.get(tileId)) ?? []));
  const held = validation.flatMap((tileId) => proteins.get(tileId) ?? []);
  const apart = held.length > 0 && !held.some((protein) => learnt.has(nameOf(protein) ?? ""));
  const genes = held.filter(({ kind }) => kind === "gene").length;
  return {
    heldBackBy: !apart ? "tile" : 2 * genes >= held.length ? "gene" : "antibody",
    clusterOf: new Map(
      validation.map((tileId) => [tileId, (apart ? nameOf(proteins.get(tileId)) : null) ?? `tile ${tileId}`]),
    ),
  };
}
