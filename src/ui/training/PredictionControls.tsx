import { Button, Group, Progress, Stack, Switch, Text } from "@mantine/core";
import { IconPlayerStopFilled, IconTargetArrow } from "@tabler/icons-react";
import { starterModelId, starterModelName } from "../../domain/training/starter-model.ts";
import { predictCells, stopPrediction } from "../../state/actions/predict-cells.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";
import { OptionSlider } from "../controls/OptionSlider.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { formatCount } from "../format/format-number.ts";
import { isTimeKnown } from "../format/time-known.ts";
import { ModelSelect } from "./ModelSelect.tsx";

/** Predicts every cell: the choice of a model, two options and a button. While it runs: progress and a stop button. */
export function PredictionControls() {
  const options = useLearning((state) => state.predictionOptions);
  const phase = useLearning((state) => state.phase);
  const prediction = useLearning((state) => state.prediction);
  const stale = useLearning((state) => state.predictionStale && state.predictedBy !== null);
  const starter = useLearning((state) => state.predictedBy === starterModelId);
  const model = useDataset((state) => state.model);
  const counts = countTiles(useDataset((state) => state.tiles));
  const known = useLearning(isTimeKnown);
  const running = phase === "predicting" || phase === "stopping-prediction";
  const change = (next: Partial<typeof options>) =>
    useLearning.setState({ predictionOptions: { ...options, ...next } });
  if (running) {
    const share = prediction === null || prediction.of === 0 ? null : (100 * prediction.done) / prediction.of;
    return (
      <Stack gap="xs">
        <Group justify="space-between" align="baseline" wrap="nowrap" gap={8}>
          <Text size="sm" fw={600}>
            {phase === "stopping-prediction" ? "Stopping …" : "Predicting every cell"}
          </Text>
          <Text size="xs" c="dimmed">
            {prediction === null || prediction.of === 0
              ? ""
              : `${prediction.done} of ${formatCount(prediction.of, "tile")}${
                  known ? `, ${formatDuration(prediction.secondsLeft)} left` : ""
                }`}
          </Text>
        </Group>
        <Progress value={share ?? 100} animated={share === null} size="md" aria-label="Progress of prediction" />
        <Button
          variant="default"
          leftSection={<IconPlayerStopFilled size={16} aria-hidden />}
          disabled={phase === "stopping-prediction"}
          onClick={() => void stopPrediction()}
        >
          Stop prediction
        </Button>
      </Stack>
    );
  }
  const obstacle =
    phase !== "idle"
      ? "Starts by itself when the training is finished."
      : model === null
        ? "Train a model first."
        : counts.cells === 0
          ? "There are no cells to predict yet."
          : null;
  return (
    <Stack gap="sm">
      {starter && (
        <Text size="sm" data-testid="starter-model">
          <strong>{starterModelName}</strong> gave the sample tiles their probabilities. A model that you train takes
          its place. The starter model is not used on tiles of your own.
        </Text>
      )}
      <ModelSelect disabled={phase !== "idle"} />
      <Switch
        size="sm"
        label="Average over mirror images"
        description="Four times the work, a little more accurate."
        checked={options.testTimeFlips}
        onChange={(event) => change({ testTimeFlips: event.currentTarget.checked })}
      />
      <OptionSlider
        name="Weight of cells cut by the border"
        explanation="Their probabilities are multiplied by this weight; 1 changes nothing."
        value={options.borderWeight}
        format={(value) => value.toFixed(2)}
        onChange={(borderWeight) => change({ borderWeight })}
      />
      <Button
        variant="light"
        leftSection={<IconTargetArrow size={16} aria-hidden />}
        disabled={obstacle !== null || phase !== "idle"}
        onClick={() => void predictCells()}
      >
        Predict
      </Button>
      <Text size="xs" c="dimmed">
        {obstacle ??
          (stale
            ? "Cells or the model changed since the last prediction."
            : "Runs by itself after a training. Press Predict after you add tiles or change the options.")}
      </Text>
    </Stack>
  );
}
