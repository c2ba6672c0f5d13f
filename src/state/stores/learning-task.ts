import { openTask } from "./open-task.ts";

/** Training and prediction share one task, because the graphics card does one of them at a time. */
export const learningTask = openTask("The work on the graphics card");
