import { expose } from "comlink";
import type { LearningApi } from "../src/bridge/contracts.ts";
import { openLearningSession } from "../src/pipeline/sessions/learning-session.ts";

/** The GPU's owner. One a page; training and prediction are stopped by a flag that is read after each batch. */
const api = openLearningSession() satisfies LearningApi;

expose(api);
