import { cdp } from "vitest/browser";

/** The driver's session is typed for events only. */
interface Session {
  readonly send: (method: string, parameters: object) => Promise<unknown>;
}

/** Lets this site store so many bytes in all; without a number, as many as before. */
export function overrideQuota(quotaSize?: number): Promise<unknown> {
  const session = cdp() as unknown as Session;
  const size = quotaSize === undefined ? {} : { quotaSize };
  return session.send("Storage.overrideQuotaForOrigin", { origin: location.origin, ...size });
}
