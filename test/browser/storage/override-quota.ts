import { cdp } from "vitest/browser";

/** The type of the driver's session has only its events, so `send` is declared here. */
interface Session {
  readonly send: (method: string, parameters: object) => Promise<unknown>;
}

/** Limits this site's storage to `quotaSize` bytes in total. Without a number it removes the limit. */
export function overrideQuota(quotaSize?: number): Promise<unknown> {
  const session = cdp() as unknown as Session;
  const size = quotaSize === undefined ? {} : { quotaSize };
  return session.send("Storage.overrideQuotaForOrigin", { origin: location.origin, ...size });
}
