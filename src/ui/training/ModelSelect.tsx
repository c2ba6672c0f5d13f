import { choosePredictor } from "../../state/actions/manage-runs.ts";
import { useRuns } from "../../state/stores/runs-store.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { checkpointChoices, runName } from "../runs/describe-runs.ts";

/** Chooses the model that predicts: the best or the last one of a run. */
export function ModelSelect({ disabled }: { readonly disabled: boolean }) {
  const runs = useRuns((state) => state.runs);
  const predictor = useRuns((state) => state.predictor);
  if (predictor === null) return null;
  const models = runs.toReversed().flatMap((run) =>
    checkpointChoices(run).map(({ value: checkpoint, label }) => ({
      value: `${checkpoint} ${run.id}`,
      label: `${label} · ${runName(run)}`,
      choice: { run: run.id, checkpoint },
    })),
  );
  return (
    <HintedSelect
      label="Model"
      hint="The best model of a run comes from its epoch with the highest validation mAP (without validation, the lowest training loss)."
      disabled={disabled}
      data={models.map(({ value, label }) => ({ value, label }))}
      value={`${predictor.checkpoint} ${predictor.run}`}
      onChange={(chosen) => {
        const model = models.find(({ value }) => value === chosen);
        if (model !== undefined) void choosePredictor(model.choice);
      }}
    />
  );
}
