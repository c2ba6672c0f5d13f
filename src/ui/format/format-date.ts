const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });

/** A moment given as ISO 8601, in local time: `Nov 22, 2026, 23:27`; an em dash when it is no date. */
export function formatMoment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "—" : moment.format(time);
}
