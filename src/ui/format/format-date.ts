const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });

/** Formats an ISO 8601 moment in local time: `Nov 22, 2026, 23:27`. A text that is no date becomes an em dash. */
export function formatMoment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "—" : moment.format(time);
}
