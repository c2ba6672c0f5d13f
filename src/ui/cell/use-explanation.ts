import { useEffect, useState } from "react";
import { cancelled } from "../../domain/cancel.ts";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellExplanation } from "../../domain/cell/exploration.ts";
import type { Problem } from "../../domain/errors.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { recordFailure } from "../../state/stores/page-failures.ts";
import { services } from "../../state/stores/services.ts";

/** The heat map to draw over a crop, or why there is none. */
export type ExplanationState =
  | { readonly status: "off" | "no-model" | "busy" | "loading" }
  | { readonly status: "failed"; readonly problem: Problem }
  | { readonly status: "ready"; readonly explanation: CellExplanation };

/**
 * Asks the learning worker where the newest model sees a class in a cell's crop. A request whose answer is no longer
 * needed is cancelled.
 * @param version changes with every correction of the cell, because its crop changes too.
 */
export function useExplanation(
  { tileId, number }: CellReference,
  version: string,
  classIndex: number,
  shown: boolean,
): ExplanationState {
  const model = useDataset((state) => state.model);
  const idle = useLearning((state) => state.phase === "idle");
  const [state, setState] = useState<ExplanationState>({ status: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version has a new crop under the same number
  useEffect(() => {
    if (!shown || model === null || !idle) return;
    const controller = new AbortController();
    const { signal } = controller;
    setState({ status: "loading" });
    services()
      .learning.explainCell({ tileId, number }, classIndex, signal)
      .then((explanation) => {
        if (!signal.aborted) setState(explanation === null ? { status: "busy" } : { status: "ready", explanation });
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setState({ status: "failed", problem: recordFailure(error, `Cell ${number}`) });
      });
    return () => controller.abort(cancelled("The explanation"));
  }, [tileId, number, version, classIndex, shown, model, idle]);
  if (!shown) return { status: "off" };
  if (model === null) return { status: "no-model" };
  return idle ? state : { status: "busy" };
}
