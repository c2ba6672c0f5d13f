import { createRoot } from "react-dom/client";
import "@mantine/core/styles.layer.css";
import { createExplorer } from "../bridge/explorer.ts";
import { createImagingPool } from "../bridge/imaging-pool.ts";
import { keepDataset } from "../bridge/keep-dataset.ts";
import { keepLearning } from "../bridge/keep-learning.ts";
import { createTilePreviewer } from "../bridge/tile-previewer.ts";
import { watchMasks } from "../state/actions/compare-masks.ts";
import { knownSources } from "../state/actions/process-tiles.ts";
import { refreshDataset } from "../state/actions/refresh-dataset.ts";
import { restoreDataset } from "../state/actions/restore-page.ts";
import { watchPage, watchSteps } from "../state/failures/watch-page.ts";
import { provideServices } from "../state/stores/services.ts";
import { App } from "./App.tsx";

provideServices({
  dataset: keepDataset({ sources: knownSources, onReplaced: () => void refreshDataset() }).api,
  imaging: createImagingPool(),
  previewer: createTilePreviewer(),
  learning: keepLearning().api,
  explorer: createExplorer(),
});

watchPage();
watchSteps();
watchMasks();

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
void restoreDataset();
