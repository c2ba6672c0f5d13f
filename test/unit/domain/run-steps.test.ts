import { expect, it } from "vitest";
import { cancelled } from "../../../src/domain/cancel.ts";
import { runSteps, runStepsWithPauses } from "../../../src/domain/run-steps.ts";
import { never } from "../../never.ts";

function* countTo(end: number, onStep: (step: number) => void = () => {}): Generator<void, string> {
  for (let step = 1; step <= end; step += 1) {
    onStep(step);
    yield;
  }
  return `counted to ${end}`;
}

it("gives the same result at once and with pauses", async () => {
  expect(runSteps(countTo(5))).toBe("counted to 5");
  expect(await runStepsWithPauses(countTo(5), never)).toBe("counted to 5");
});

it("ends between two steps when it is cancelled", async () => {
  const controller = new AbortController();
  const steps: number[] = [];
  const counting = countTo(5, (step) => {
    steps.push(step);
    if (step === 3) controller.abort(cancelled("The count"));
  });
  await expect(runStepsWithPauses(counting, controller.signal)).rejects.toMatchObject({ name: "Cancelled" });
  expect(steps).toEqual([1, 2, 3]);
});
