import { createRoot } from "react-dom/client";
import "@mantine/core/styles.layer.css";
import { createExplorer } from "../bridge/explorer.ts";
import { createImagingPool } from "../bridge/imaging-pool.ts";
import { spawnDatasetWorker, spawnLearningWorker } from "../bridge/spawn.ts";
import { createTilePreviewer } from "../bridge/tile-previewer.ts";
import { watchMasks } from "../state/actions/compare-masks.ts";
import { restoreDataset } from "../state/actions/restore-page.ts";
import { provideServices } from "../state/stores/services.ts";
import { App } from "./App.tsx";

provideServices({
  dataset: spawnDatasetWorker().api,
  imaging: createImagingPool(),
  previewer: createTilePreviewer(),
  learning: spawnLearningWorker().api,
  explorer: createExplorer(),
});

watchMasks();

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
void restoreDataset();
