/**
 * Prints a time in milliseconds and as a multiple of the reference work, with the goal on a machine of its own for information.
 *
 * @param reference ms of `timeReferenceWork`, measured in the same run.
 * @param goal ms; null where none was set.
 * @returns the multiple.
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
