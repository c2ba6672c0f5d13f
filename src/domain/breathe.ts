/**
 * Gives this thread time to read its messages, for instance a request to stop. A thread that only awaits promises
 * which are settled already never reads its messages. A timer would work too, but a nested timer waits at least 4
 * ms each time (HTML standard).
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
