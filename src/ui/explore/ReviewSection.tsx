import { ActionIcon, Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Disagreement } from "../../domain/cell/exploration.ts";
import { goToDisagreement, loadReview, reviewKey, reviewPlace, stepReview } from "../../state/actions/review-cells.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useExploration } from "../../state/stores/exploration-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { CellThumb } from "../cell/CellThumb.tsx";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { takesLetters } from "../controls/key-is-taken.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { formatCount } from "../format/format-number.ts";
import { CellRow } from "./CellRow.tsx";
import classes from "./ReviewSection.module.css";

/** Number of rows that are added to the list at a time. */
const page = 20;
/** The value of the choice that shows all classes. */
const everyClass = "all";

const kinds: Readonly<Record<Disagreement["kind"], string>> = {
  unexpected: "not among the tile's labels",
  missing: "labelled, no cell reaches 0.5",
};

/** Lets j and k go through the list wherever the focus is, unless the user types a text. */
function useReviewKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || takesLetters(event.target))
        return;
      if (event.key !== "j" && event.key !== "k") return;
      event.preventDefault();
      stepReview(event.key === "j" ? 1 : -1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The cells whose probabilities disagree most with their tile's label. The user looks at one after the other. */
export function ReviewSection() {
  const review = useExploration((state) => state.review);
  const names = useDataset((state) => state.classes.names);
  const predictedBy = useLearning((state) => state.predictedBy);
  const stale = useLearning((state) => state.predictionStale);
  const idle = useLearning((state) => state.phase === "idle");
  const [pages, setPages] = useState(1);
  const { list, classIndex } = review;
  useReviewKeys();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new prediction makes a new list; a class loads its own
  useEffect(() => {
    if (idle) void loadReview(classIndex);
  }, [idle, predictedBy, stale]);
  const place = reviewPlace(review);
  const shown = list?.entries.slice(0, Math.max(pages * page, place + 1)) ?? [];

  // It does not scroll when the tab is opened, because the map is above the list.
  const shownPlace = useRef(place);
  useEffect(() => {
    if (shownPlace.current === place) return;
    shownPlace.current = place;
    document.querySelector(`[data-review-row="${place}"]`)?.scrollIntoView({ block: "nearest" });
  }, [place]);

  return (
    <Stack gap={8}>
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <HintedSelect
          label="Class"
          hint="Only disagreements about this class"
          value={classIndex === null ? everyClass : String(classIndex)}
          data={[
            { value: everyClass, label: "All classes" },
            ...names.map((name, index) => ({ value: String(index), label: name })),
          ]}
          disabled={false}
          onChange={(value) => {
            setPages(1);
            void loadReview(value === everyClass ? null : Number(value));
          }}
        />
        <span>
          <Tooltip label="Previous in the list (k)">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Previous to review"
              disabled={place <= 0}
              onClick={() => stepReview(-1)}
            >
              <IconChevronUp size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Next in the list (j)">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Next to review"
              disabled={list === null || place + 1 >= list.entries.length}
              onClick={() => stepReview(1)}
            >
              <IconChevronDown size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </span>
      </Group>
      {review.problem !== null && (
        <Text size="sm" c="dimmed">
          {review.problem.message} {review.problem.remedy}
        </Text>
      )}
      <CopyDetails problem={review.problem} />
      {list === null && review.problem === null && (
        <Text size="xs" c="dimmed">
          {idle ? "Reading the predictions …" : "The list follows when training or prediction is done."}
        </Text>
      )}
      {list !== null && (
        <Text size="xs" c="dimmed">
          {list.tiles === 0
            ? "There is nothing to compare yet: tiles with labels and a prediction are needed."
            : list.entries.length === 0
              ? "No cell has 0.5 or more for a class that its tile's label lacks, and every label has a cell with 0.5 or more."
              : `${list.entries.length < list.of ? `The first ${list.entries.length} of ` : ""}${formatCount(list.of, "disagreement")} in ${formatCount(list.tiles, "tile")}, the strongest first. Either the label is incomplete or the model is wrong.`}
          {list.outdated > 0
            ? ` An earlier model predicted ${formatCount(list.outdated, "tile")}: predict again.`
            : stale && list.tiles > 0
              ? " Cells or the model changed since the last prediction."
              : ""}
        </Text>
      )}
      <ol className={classes["list"]} aria-label="Cells to review">
        {shown.map((entry, row) => {
          const key = reviewKey(entry);
          return (
            <li key={key} data-review-row={row}>
              <CellRow current={row === place} onClick={() => goToDisagreement(entry)}>
                <span className={classes["thumb"]}>
                  <CellThumb tileId={entry.tileId} number={entry.number} />
                </span>
                <span className={classes["text"]}>
                  <span className={review.seen.includes(key) ? classes["seen"] : undefined}>
                    {names[entry.classIndex] ?? `Class ${entry.classIndex}`}
                  </span>
                  <span className={classes["quiet"]}>{kinds[entry.kind]}</span>
                  <span className={classes["quiet"]}>
                    cell {entry.number} of {entry.tileId}
                  </span>
                </span>
                <span className={classes["figure"]}>{entry.probability.toFixed(2)}</span>
              </CellRow>
            </li>
          );
        })}
      </ol>
      {list !== null && shown.length < list.entries.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setPages(pages + 1)}>
          Show {Math.min(page, list.entries.length - shown.length)} more
        </Button>
      )}
    </Stack>
  );
}
