import { expose } from "comlink";
import { carryCauses } from "../src/bridge/carry-causes.ts";
import { acceptSignals } from "../src/bridge/carry-signal.ts";
import type { LearningWorkerApi } from "../src/bridge/contracts.ts";
import { watchWorker } from "../src/pipeline/failures/watch-worker.ts";
import { openLearningSession } from "../src/pipeline/sessions/learning-session.ts";

/** The worker that owns the GPU. A page has one of these. */
const api = openLearningSession() satisfies LearningWorkerApi;

acceptSignals();
carryCauses();
expose(watchWorker("learning", api));
