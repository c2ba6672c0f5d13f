/** An action of the user or a piece of work that began, in a few words; never the content of a file. */
export interface Step {
  /** ISO 8601. */
  readonly at: string;
  readonly what: string;
  /** How many times in a row. `at` is the last of them. */
  readonly times: number;
}

/** The last steps before a failure. */
export interface StepRing {
  readonly note: (what: string) => void;
  /** Oldest first. */
  readonly list: () => readonly Step[];
  readonly clear: () => void;
}

const mostSteps = 30;
/** In letters. */
const longestStep = 120;

export function openStepRing(): StepRing {
  let steps: readonly Step[] = [];
  return {
    note(words) {
      const what = words.replace(/\s+/g, " ").trim().slice(0, longestStep);
      const at = new Date().toISOString();
      const last = steps.at(-1);
      // Without counting, scrolling through a list would push everything else out.
      if (last?.what === what) steps = [...steps.slice(0, -1), { at, what, times: last.times + 1 }];
      else steps = [...steps, { at, what, times: 1 }].slice(-mostSteps);
    },
    list: () => steps,
    clear: () => {
      steps = [];
    },
  };
}
