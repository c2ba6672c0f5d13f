import { expose } from "comlink";
import { acceptSignals } from "../src/bridge/carry-signal.ts";
import type { LearningWorkerApi } from "../src/bridge/contracts.ts";
import { openLearningSession } from "../src/pipeline/sessions/learning-session.ts";

/** The GPU's owner. One a page. */
const api = openLearningSession() satisfies LearningWorkerApi;

acceptSignals();
expose(api);
