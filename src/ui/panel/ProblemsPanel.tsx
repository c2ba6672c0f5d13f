import { Button, Group, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { isLogged } from "../../domain/failure/failure-record.ts";
import { dismissProblems } from "../../state/actions/dismiss-problems.ts";
import { listProblems } from "../../state/derive/problem-list.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { selectTile } from "../../state/stores/selection-store.ts";
import { Hint } from "../controls/Hint.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { ReportDownload } from "../failures/ReportDownload.tsx";
import { formatWhole } from "../format/format-number.ts";
import classes from "./ProblemsPanel.module.css";

/** The largest number of problems that are listed. Thousands would slow the page down, and nobody reads them. */
const most = 200;

/** All problems: the file or tile, what is wrong with it, and what to do. */
export function ProblemsPanel() {
  const tiles = useDataset((state) => state.tiles);
  const order = useDataset((state) => state.order);
  const problems = useDataset((state) => state.problems);
  const listed = listProblems(tiles, order, problems);
  if (listed.length === 0) {
    return (
      <>
        <Hint icon={IconCircleCheck}>
          No problems. If something goes wrong with a file or a tile, it is listed here, with what to do about it.
        </Hint>
        <ReportDownload />
      </>
    );
  }
  return (
    <>
      <ul className={classes["problems"]} aria-label="Problems">
        {listed.slice(0, most).map(({ problem, tileId }) => (
          <li key={`${problem.tag} ${problem.subject} ${problem.message}`} data-tag={problem.tag}>
            <span className={classes["subject"]} title={problem.subject}>
              {problem.subject}
            </span>
            <span>{problem.message}</span>
            <span className={classes["remedy"]}>{problem.remedy}</span>
            {(tileId !== null || isLogged(problem)) && (
              <Group gap={4} className={classes["action"]}>
                {tileId !== null && (
                  <Button size="compact-xs" variant="subtle" onClick={() => selectTile(tileId)}>
                    Show the tile
                  </Button>
                )}
                <CopyDetails problem={problem} />
              </Group>
            )}
          </li>
        ))}
      </ul>
      {listed.length > most && (
        <Text size="sm" c="dimmed" p="md">
          {formatWhole(listed.length - most)} more. The list on the left shows each problem with its tile too.
        </Text>
      )}
      {problems.length > 0 && (
        <div className={classes["actions"]}>
          <Button variant="default" onClick={() => void dismissProblems()}>
            Dismiss all
          </Button>
          <Text size="xs" c="dimmed">
            A problem of a tile stays until the tile works or is removed.
          </Text>
        </div>
      )}
      <ReportDownload />
    </>
  );
}
