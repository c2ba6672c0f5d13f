import { Alert, Button, Code, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPlay, IconTags } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { canResume, resumeTraining, startTraining } from "../../state/actions/train-model.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { countTiles } from "../../state/stores/tile-table.ts";
import { FoldButton } from "../controls/FoldButton.tsx";
import { Section } from "../controls/Section.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { EvaluationSection } from "../figures/EvaluationSection.tsx";
import { formatCount } from "../format/format-number.ts";
import { chooseFiles } from "../intake/file-picker.ts";
import { describeRun, describeRunFacts } from "../runs/describe-run.ts";
import { RunList } from "../runs/RunList.tsx";
import { ClassTable } from "./ClassTable.tsx";
import { describeUsedWeights } from "./describe-weights.ts";
import { PredictionControls } from "./PredictionControls.tsx";
import { TrainingOptionsForm } from "./TrainingOptionsForm.tsx";
import classes from "./TrainingPanel.module.css";
import { TrainingProgress } from "./TrainingProgress.tsx";

const TrainingCurves = lazy(async () => ({ default: (await import("./TrainingCurves.tsx")).TrainingCurves }));

/** Everything about learning, in the order in which it happens. */
export function TrainingPanel() {
  const run = useLearning((state) => state.run);
  const phase = useLearning((state) => state.phase);
  const problem = useLearning((state) => state.problem);
  const traced = useLearning((state) => state.trace.length > 0);
  const counts = countTiles(useDataset((state) => state.tiles));
  const [optionsOpen, setOptionsOpen] = useState(false);
  const usedWeights = useDataset(({ model }) => (model?.id === run?.id ? (model?.startingWeights ?? null) : null));
  const training = phase === "starting" || phase === "training" || phase === "stopping";
  const resumable = canResume(run, phase !== "idle");
  const lastEpoch = run?.epochs[run.epochs.length - 1];
  const showCurves = run !== null && (run.epochs.length > 0 || traced);
  const noLabels = counts.learnable === 0;
  const fold = run !== null || training;
  return (
    <>
      {noLabels && !training && (
        <Alert
          className={classes["alert"]}
          icon={<IconTags aria-hidden />}
          color="petrol"
          title="Training needs labels"
        >
          <Text size="sm" mb={8}>
            Drop a <Code>train.csv</Code> with the header <Code>ID,Label</Code> and one row per tile: its name, then its
            classes joined by <Code>|</Code>, for instance <Code>tile_7,0|16</Code>.
          </Text>
          <Button size="compact-sm" variant="default" onClick={chooseFiles}>
            Choose train.csv
          </Button>
        </Alert>
      )}
      {problem !== null && !training && (
        <Alert
          className={classes["alert"]}
          icon={<IconAlertTriangle aria-hidden />}
          color="red"
          title={problem.message}
        >
          <Text size="sm">{problem.remedy}</Text>
          <CopyDetails problem={problem} />
        </Alert>
      )}
      {training && (
        <Section title="Training">
          <TrainingProgress />
          {run?.warning != null && (
            <Alert mt="sm" p="xs" color="yellow" icon={<IconAlertTriangle aria-hidden />} title={run.warning.message}>
              <Text size="xs">{run.warning.remedy}</Text>
              <CopyDetails problem={run.warning} />
            </Alert>
          )}
        </Section>
      )}
      {!training && run !== null && (
        <Section title="Last training">
          <Text size="sm">{describeRun(run)}</Text>
          <Text size="xs" c="dimmed" mt={4} mb={resumable ? 10 : 0}>
            {describeRunFacts(run)} {usedWeights === null ? "" : describeUsedWeights(usedWeights)}
          </Text>
          {resumable && (
            <Button
              fullWidth
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              onClick={() => void resumeTraining()}
            >
              Resume training
            </Button>
          )}
        </Section>
      )}
      {showCurves && (
        <Section title="Curves">
          <Suspense fallback={<div className={classes["curvesPlace"]} />}>
            <TrainingCurves />
          </Suspense>
        </Section>
      )}
      {!training && (
        <Section title={run === null ? "Train a classifier" : "Train again"}>
          {fold && (
            <FoldButton open={optionsOpen} onToggle={() => setOptionsOpen(!optionsOpen)}>
              Options
            </FoldButton>
          )}
          {(!fold || optionsOpen) && <TrainingOptionsForm disabled={phase !== "idle"} />}
          <Button
            fullWidth
            mt="md"
            variant={resumable ? "default" : "filled"}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            disabled={noLabels || phase !== "idle"}
            onClick={() => void startTraining()}
          >
            Start training
          </Button>
          <Text size="xs" c="dimmed" mt={6}>
            {noLabels
              ? "No segmented tile has labels yet."
              : `Learns from ${formatCount(counts.learnable, "labelled tile")}.`}
          </Text>
        </Section>
      )}
      <Section title="Prediction">
        <PredictionControls />
      </Section>
      <RunList />
      {lastEpoch !== undefined && lastEpoch.classes.length > 0 && (
        <Section title="Validation by class">
          <ClassTable metrics={lastEpoch} />
          <Text size="xs" c="dimmed" mt={6}>
            The predictions are compared with the labels of whole tiles, which not every cell shows. So even a perfect
            model stays below 1.
          </Text>
        </Section>
      )}
      {!training && <EvaluationSection />}
    </>
  );
}
