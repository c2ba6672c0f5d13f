import { Text, UnstyledButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { cancelled } from "../../domain/cancel.ts";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { NeighbourSearch } from "../../domain/cell/exploration.ts";
import type { Problem } from "../../domain/errors.ts";
import { goToCell, refreshCoverage } from "../../state/actions/explore-cells.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useExploration } from "../../state/stores/exploration-store.ts";
import { recordFailure } from "../../state/stores/page-failures.ts";
import { services } from "../../state/stores/services.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { CellThumb } from "./CellThumb.tsx";
import { FeaturesControl } from "./FeaturesControl.tsx";
import classes from "./NeighbourStrip.module.css";
import { useFreshCoverage } from "./use-fresh-coverage.ts";

/** Number of neighbours to show: two rows of the panel. */
const wanted = 8;

interface NeighbourStripProps extends CellReference {
  /** Changes with every correction of the cell, because its neighbours change too. */
  readonly version: string;
}

/** The cells that the model sees as most alike to this one: small crops with their likeliest class. */
export function NeighbourStrip({ tileId, number, version }: NeighbourStripProps) {
  useFreshCoverage();
  const names = useDataset((state) => state.classes.names);
  const embedded = useExploration((state) => state.coverage?.embedded ?? 0);
  const [found, setFound] = useState<{ readonly of: string; readonly search: NeighbourSearch | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = `${number} ${version} ${tileId}`;
  useEffect(() => {
    if (embedded === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    setProblem(null);
    services()
      .explorer.findNeighbours({ tileId, number }, wanted, signal)
      .then((search) => {
        if (signal.aborted) return;
        setFound({ of: `${number} ${version} ${tileId}`, search });
        // The cell has no features: it was corrected after the cells with features were counted.
        if (search === null) void refreshCoverage();
      })
      .catch((error: unknown) => {
        if (!signal.aborted) setProblem(recordFailure(error, `Cell ${number}`));
      });
    return () => controller.abort(cancelled("The search for like cells"));
  }, [tileId, number, version, embedded]);
  const search = found?.of === name ? found.search : null;
  if (problem !== null) {
    return (
      <>
        <Text size="sm" c="dimmed">
          {problem.message} {problem.remedy}
        </Text>
        <CopyDetails problem={problem} />
      </>
    );
  }
  if (embedded === 0 || (found?.of === name && search === null)) return <FeaturesControl />;
  if (search === null) return <div className={classes["place"]} />;
  return (
    <>
      <ul className={classes["strip"]} aria-label="Cells most alike">
        {search.neighbours.map((cell) => {
          const top =
            cell.top === null ? "not predicted" : (names[cell.top.classIndex] ?? `Class ${cell.top.classIndex}`);
          return (
            <li key={`${cell.number} ${cell.tileId}`}>
              <UnstyledButton
                className={classes["cell"]}
                title={`${cell.tileId}, cell ${cell.number}: ${top}, similarity ${cell.similarity.toFixed(3)}`}
                aria-label={`Cell ${cell.number} of ${cell.tileId}, ${top}, similarity ${cell.similarity.toFixed(2)}`}
                onClick={() => goToCell(cell)}
              >
                <CellThumb tileId={cell.tileId} number={cell.number} />
                <span className={classes["name"]}>{top}</span>
                <span className={classes["figure"]}>{cell.similarity.toFixed(2)}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
      <Text size="xs" c="dimmed" mt={6}>
        Sorted by the cosine of the model's features, most alike first, among{" "}
        {search.compared === search.cells
          ? `all ${search.cells.toLocaleString("en")} other cells.`
          : `the ${search.compared.toLocaleString("en")} of ${search.cells.toLocaleString("en")} other cells that have features.`}
      </Text>
    </>
  );
}
