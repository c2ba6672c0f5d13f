import { Button } from "@mantine/core";
import { stopPrediction } from "../../state/actions/predict-cells.ts";
import { stopTraining } from "../../state/actions/train-model.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { formatDuration } from "../format/format-duration.ts";
import { isTimeKnown } from "../format/time-known.ts";
import { StepHint } from "./StepHint.tsx";

/** The time left of a training or prediction, with a Stop button. It shows in every tab, and only while one runs. */
export function RunningStep() {
  const phase = useLearning((state) => state.phase);
  const step = useLearning((state) => state.step);
  const known = useLearning(isTimeKnown);
  const prediction = useLearning((state) => state.prediction);
  if (phase === "idle") return null;
  const training = phase === "starting" || phase === "training" || phase === "stopping";
  const stopping = phase === "stopping" || phase === "stopping-prediction";
  const left = training ? step?.secondsLeft : prediction?.secondsLeft;
  return (
    <>
      <StepHint>
        {stopping
          ? "Stopping …"
          : known && left !== undefined
            ? `${formatDuration(left)} left`
            : "Estimating the time …"}
      </StepHint>
      <Button
        size="compact-sm"
        variant="default"
        disabled={stopping}
        onClick={() => void (training ? stopTraining() : stopPrediction())}
      >
        Stop
      </Button>
    </>
  );
}
