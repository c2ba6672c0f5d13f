import { Slider, Switch, Text } from "@mantine/core";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useHeat } from "../../state/stores/heat-store.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import classes from "./HeatControls.module.css";
import type { ExplanationState } from "./use-explanation.ts";

/** The value of the choice that shows the likeliest class of each cell. */
const following = "likeliest";

interface HeatControlsProps {
  readonly state: ExplanationState;
  /** The class whose evidence is shown. */
  readonly classIndex: number;
  /** The cell's likeliest class. */
  readonly likeliest: number;
}

function describe(state: ExplanationState, name: string): string {
  switch (state.status) {
    case "off":
      return "";
    case "no-model":
      return "No model yet: train one first.";
    case "busy":
      return "The graphics card is busy with training or prediction; this follows when it is free.";
    case "loading":
      return "Asking the model …";
    case "failed":
      return `${state.problem.message} ${state.problem.remedy}`;
    case "ready":
      return state.explanation.peak > 0
        ? `Light places are the strongest evidence for ${name} in this crop, clear places are none. The probability says whether the evidence is enough (Grad-CAM).`
        : `Nothing in this crop speaks for ${name}.`;
  }
}

/** The controls of the heat map over the crop: whether it is shown, for which class, and its opacity. */
export function HeatControls({ state, classIndex, likeliest }: HeatControlsProps) {
  const names = useDataset((dataset) => dataset.classes.names);
  const model = useDataset((dataset) => dataset.model !== null);
  const { shown, classIndex: chosen, opacity } = useHeat();
  const nameOf = (index: number) => names[index] ?? `Class ${index}`;
  return (
    <div className={classes["controls"]}>
      <Switch
        size="sm"
        label="Show where the model looks"
        checked={shown}
        disabled={!model}
        {...(model ? {} : { description: "Needs a model: train one first." })}
        onChange={(event) => useHeat.setState({ shown: event.currentTarget.checked })}
      />
      {shown && model && (
        <>
          <HintedSelect
            label="For the class"
            hint="The class whose evidence is shown. The choice “Likeliest” shows each cell's own likeliest class"
            value={chosen === null ? following : String(chosen)}
            data={[
              { value: following, label: `Likeliest (${nameOf(likeliest)})` },
              ...names.map((name, index) => ({ value: String(index), label: name })),
            ]}
            disabled={false}
            onChange={(value) => useHeat.setState({ classIndex: value === following ? null : Number(value) })}
          />
          <div className={classes["scale"]}>
            <span>nothing</span>
            <span className={classes["ramp"]} style={{ opacity: 0.3 + 0.7 * opacity }} aria-hidden />
            <span>most</span>
          </div>
          <div className={classes["opacity"]}>
            <Text size="xs">Opacity</Text>
            <Slider
              size="sm"
              min={0}
              max={1}
              step={0.05}
              value={opacity}
              label={null}
              thumbLabel="Opacity of the model's view"
              onChange={(value) => useHeat.setState({ opacity: value })}
            />
          </div>
          <Text size="xs" c="dimmed" className={classes["note"]} aria-live="polite">
            {describe(state, nameOf(classIndex))}
          </Text>
          <CopyDetails problem={state.status === "failed" ? state.problem : null} />
        </>
      )}
    </div>
  );
}
