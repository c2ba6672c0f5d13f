import type { Backend } from "./backend.ts";

/**
 * Lets messages in, a request to stop for instance. Waiting for a GPU does that by itself; the processor's results are there
 * at once, and a thread that only ever awaits what is already there never reads its messages.
 */
export async function breathe({ info }: Backend): Promise<void> {
  if (info.kind === "cpu") await new Promise((resolve) => setTimeout(resolve, 0));
}
