import type { Refusal } from "../domain/cell/cell-edit.ts";

/** Refusals that several corrections give. */

export const noSuchCell: Refusal = { refused: "That cell is not there any more." };
export const noNumberLeft: Refusal = { refused: "The tile holds 65,535 cells, the most there can be." };
