import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { expressionRate } from "../../src/sample/expressed-classes.ts";
import type { KnownCell } from "./experiment-data.ts";

/** How the cells of generated tiles differ from the labels of their tiles. All shares are 0..1. */
export interface LabelNoise {
  readonly cells: number;
  /**
   * For each class: the share of cells that show it among cells whose tile has it, the requested rate, and the
   * number of these cells.
   */
  readonly classes: readonly {
    readonly name: string;
    readonly rate: number;
    readonly asked: number;
    readonly cells: number;
  }[];
  /** The share of shown labels over all pairs of a cell and a label of its tile. */
  readonly overall: number;
  /** Share of cells without any protein. */
  readonly dark: number;
  /** Share of cells whose classes are not the labels of their tile. */
  readonly differing: number;
}

export function measureNoise(cells: readonly Pick<KnownCell, "labels" | "truth">[]): LabelNoise {
  const pairs = cells.flatMap(({ labels, truth }) => labels.map((label) => ({ label, shown: truth.includes(label) })));
  const share = (of: readonly { readonly shown: boolean }[]) =>
    of.filter(({ shown }) => shown).length / Math.max(1, of.length);
  return {
    cells: cells.length,
    classes: hpaClasses.names.flatMap((name, index) => {
      const own = pairs.filter(({ label }) => label === index);
      if (own.length === 0 || index === hpaClasses.negative) return [];
      return [{ name, rate: share(own), asked: expressionRate(index), cells: own.length }];
    }),
    overall: share(pairs.filter(({ label }) => label !== hpaClasses.negative)),
    dark: cells.filter(({ truth }) => truth.includes(hpaClasses.negative as number)).length / cells.length,
    differing: cells.filter(({ labels, truth }) => labels.join() !== truth.join()).length / cells.length,
  };
}
