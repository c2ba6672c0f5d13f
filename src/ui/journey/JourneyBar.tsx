import { Button, Loader } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { predictCells } from "../../state/actions/predict-cells.ts";
import { endAutomatic, useAutomatic } from "../../state/actions/sample-journey.ts";
import { canResume, resumeTraining, startTraining } from "../../state/actions/train-model.ts";
import { type JourneyStep, journeyStates, journeySteps, type StepState } from "../../state/derive/journey.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";
import { useWork } from "../../state/stores/work-store.ts";
import { chooseFiles } from "../intake/file-picker.ts";
import { useExportMenu } from "../top-bar/ExportMenu.tsx";
import classes from "./JourneyBar.module.css";
import { RunningStep } from "./RunningStep.tsx";
import { StepHint } from "./StepHint.tsx";

const titles: Record<JourneyStep, string> = {
  segment: "Segment",
  train: "Train",
  predict: "Predict",
  export: "Export",
};

const stateWords: Record<StepState, string> = {
  done: "done",
  running: "under way",
  next: "your next step",
  later: "later",
};

function StepMark({ state, number }: { readonly state: StepState; readonly number: number }) {
  return (
    <span className={classes["mark"]} data-state={state}>
      {state === "done" ? (
        <IconCheck size={14} stroke={2.6} aria-hidden />
      ) : state === "running" ? (
        <Loader size={14} color="var(--cyto-accent)" aria-hidden />
      ) : (
        number
      )}
    </span>
  );
}

/** The steps of the main job with their states, and a button for the next step. */
export function JourneyBar() {
  const counts = countTiles(useDataset((state) => state.tiles));
  const hasModel = useDataset((state) => state.model !== null);
  const batch = useWork((state) => state.batch);
  const adding = useWork((state) => state.intake !== null);
  const phase = useLearning((state) => state.phase);
  const step = useLearning((state) => state.step);
  const hasPredictions = useLearning((state) => state.predictedBy !== null);
  const predictionStale = useLearning((state) => state.predictionStale);
  const prediction = useLearning((state) => state.prediction);
  const resumable = useLearning((state) => canResume(state.run, state.phase !== "idle"));
  const automatic = useAutomatic();
  const states = journeyStates({ counts, adding, batch, phase, hasModel, hasPredictions, predictionStale });
  const percent: Record<JourneyStep, number | null> = {
    segment: batch === null ? null : Math.round((100 * batch.done) / batch.total),
    train: step === null ? null : Math.round((100 * step.step) / Math.max(1, step.steps)),
    predict: prediction === null || prediction.of === 0 ? null : Math.round((100 * prediction.done) / prediction.of),
    export: null,
  };
  const next = journeySteps.find((name) => states[name] === "next");
  return (
    <section className={classes["bar"]} aria-label="Progress of the main job">
      <ol className={classes["steps"]}>
        {journeySteps.map((name, index) => (
          <li
            key={name}
            className={classes["step"]}
            data-state={states[name]}
            aria-current={states[name] === "running" || states[name] === "next" ? "step" : undefined}
          >
            <StepMark state={states[name]} number={index + 1} />
            <span>{titles[name]}</span>
            <span className={classes["detail"]}>
              {states[name] === "running" && percent[name] !== null ? `${percent[name]} %` : ""}
            </span>
            <span className={classes["hidden"]}>({stateWords[states[name]]})</span>
          </li>
        ))}
      </ol>
      <div className={classes["next"]}>
        {automatic ? (
          <>
            {phase === "idle" ? <StepHint>The steps run by themselves.</StepHint> : <RunningStep />}
            {states.predict !== "running" && (
              <Button size="compact-sm" variant="default" onClick={endAutomatic}>
                Stop after this step
              </Button>
            )}
          </>
        ) : phase !== "idle" ? (
          <RunningStep />
        ) : resumable && (next === "train" || next === "predict") ? (
          <>
            <StepHint>Training is not finished.</StepHint>
            {next === "predict" && (
              <Button size="compact-sm" variant="default" onClick={() => void predictCells()}>
                Classify every cell
              </Button>
            )}
            <Button size="compact-sm" onClick={() => void resumeTraining()}>
              Go on with it
            </Button>
          </>
        ) : next === "train" && counts.learnable === 0 ? (
          <>
            <StepHint>Next: labels, from a train.csv.</StepHint>
            <Button size="compact-sm" onClick={chooseFiles}>
              Add labels
            </Button>
          </>
        ) : next === "train" ? (
          <>
            <StepHint>
              Next: learn from {counts.learnable} labelled {counts.learnable === 1 ? "tile" : "tiles"}.
            </StepHint>
            <Button size="compact-sm" onClick={() => void startTraining()}>
              Train a classifier
            </Button>
          </>
        ) : next === "predict" ? (
          <>
            <StepHint>Next: probabilities for {counts.cells.toLocaleString("en")} cells.</StepHint>
            <Button size="compact-sm" onClick={() => void predictCells()}>
              Classify every cell
            </Button>
          </>
        ) : next === "export" ? (
          <>
            <StepHint>Click cells to check them, then save the results.</StepHint>
            <Button size="compact-sm" onClick={() => useExportMenu.setState(true, true)}>
              Save results
            </Button>
          </>
        ) : next === "segment" && counts.waiting > 0 ? (
          <StepHint>Tiles wait for a missing channel. See the list.</StepHint>
        ) : next === "segment" ? (
          <StepHint>No tile is segmented yet.</StepHint>
        ) : null}
      </div>
    </section>
  );
}
