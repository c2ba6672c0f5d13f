import { expect, it } from "vitest";
import { breathe } from "../../../src/domain/breathe.ts";

it("lets a waiting message in", async () => {
  const { port1, port2 } = new MessageChannel();
  let received = 0;
  port1.onmessage = () => {
    received += 1;
  };
  port2.postMessage(null);
  // Awaiting settled promises lets no message in.
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
  expect(received).toBe(0);
  await breathe();
  await breathe();
  expect(received).toBe(1);
  port1.close();
});
