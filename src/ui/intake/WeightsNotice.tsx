import { Text } from "@mantine/core";
import { useWeights } from "../../state/stores/weights-store.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";

/**
 * Shows what happened to weights that were dropped before there are any tiles. The training panel shows the same,
 * but it is not on the page yet.
 */
export function WeightsNotice() {
  const { list, underWay, problem } = useWeights();
  const last = list[list.length - 1];
  if (underWay !== null) return <Text size="sm">{`Reading ${underWay.name} …`}</Text>;
  if (problem !== null) {
    return (
      <>
        <Text size="sm" c="var(--cyto-bad)">{`${problem.subject}: ${problem.message} ${problem.remedy}`}</Text>
        <CopyDetails problem={problem} />
      </>
    );
  }
  if (last === undefined) return null;
  return (
    <Text size="sm" c="dimmed">
      {`${last.name} is ready to start training from. Drop tiles and labels next.`}
    </Text>
  );
}
