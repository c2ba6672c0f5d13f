import { Button, Progress, Stack, Text } from "@mantine/core";
import { IconPlayerStopFilled, IconSparkles } from "@tabler/icons-react";
import { computeFeatures, stopFeatures } from "../../state/actions/explore-cells.ts";
import { secondsLeft } from "../../state/derive/seconds-left.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useExploration } from "../../state/stores/exploration-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { formatCount } from "../format/format-number.ts";

/** Tells the user why features cannot be computed now; null when they can. */
export function useFeaturesObstacle(): string | null {
  const model = useDataset((state) => state.model !== null);
  const idle = useLearning((state) => state.phase === "idle");
  if (!model) return "No model yet: train one first.";
  return idle ? null : "The graphics card is busy with training or prediction.";
}

/** Computes the missing features, and says how many are missing. */
export function FeaturesControl() {
  const coverage = useExploration((state) => state.coverage);
  const embedding = useExploration((state) => state.embedding);
  const note = useExploration((state) => state.note);
  const problem = useExploration((state) => state.problem);
  const obstacle = useFeaturesObstacle();
  if (embedding !== null) {
    const { done, of, startedAt } = embedding;
    const left = secondsLeft(done, of, Date.now() - startedAt);
    return (
      <Stack gap={8}>
        <Text size="sm">
          Computing features{of === 0 ? " …" : `: ${done} of ${formatCount(of, "tile")}`}
          {left === null ? "" : `, ${formatDuration(left)} left`}
        </Text>
        <Progress
          value={of === 0 ? 100 : (100 * done) / of}
          animated={of === 0}
          aria-label="Progress of computing features"
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
          onClick={() => void stopFeatures()}
        >
          Stop
        </Button>
      </Stack>
    );
  }
  const missing = coverage === null ? null : coverage.cells - coverage.embedded;
  return (
    <Stack gap={8}>
      {missing !== 0 && (
        <Button
          variant="light"
          size="xs"
          leftSection={<IconSparkles size={15} aria-hidden />}
          disabled={obstacle !== null || coverage === null || coverage.cells === 0}
          onClick={() => void computeFeatures()}
        >
          Compute features
        </Button>
      )}
      <Text size="xs" c="dimmed">
        {problem !== null
          ? `${problem.message} ${problem.remedy}`
          : (obstacle ??
            (coverage === null
              ? "Counting the cells that have features …"
              : missing === 0
                ? `All ${formatCount(coverage.cells, "cell")} have features of the newest model.`
                : `${note === null ? "" : `${note} `}${formatCount(missing ?? 0, "cell")} of ${coverage.cells.toLocaleString("en")} have no features of the newest model yet.`))}
      </Text>
      <CopyDetails problem={problem} />
    </Stack>
  );
}
