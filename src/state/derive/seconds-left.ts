/**
 * Estimates the time left from the mean rate so far, in seconds. Returns null until something is done, because no rate
 * is known before.
 * @param elapsed Milliseconds since the start.
 */
export function secondsLeft(done: number, of: number, elapsed: number): number | null {
  if (done <= 0 || of <= 0 || elapsed < 0) return null;
  return (Math.max(0, of - done) * elapsed) / done / 1000;
}
