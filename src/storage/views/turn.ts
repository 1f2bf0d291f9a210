/** How many rows are worked on before other queries get their turn. */
export const rowsPerTurn = 4_000;

/** Resolves in a later task, so that messages that came in meanwhile are answered first. Timers would be clamped. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
