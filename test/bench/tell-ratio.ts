/**
 * Prints a time in ms and as a multiple of the reference work. For information, it also prints the goal on an idle
 * machine.
 *
 * @param reference The result of `timeReferenceWork` in the same run, in ms.
 * @param goal In ms; null means that there is no goal.
 * @returns The multiple.
 */
export function tellRatio(what: string, milliseconds: number, reference: number, goal: number | null): number {
  const ratio = milliseconds / reference;
  const aim = goal === null ? "" : `; goal on a machine of its own ${goal} ms`;
  console.log(
    `${what}: ${milliseconds.toFixed(0)} ms, ${ratio.toFixed(1)} x the reference of ${reference.toFixed(0)} ms${aim}`,
  );
  return ratio;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
