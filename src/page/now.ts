import { effect, signal } from "@preact/signals";
import { clock, isConnected, simulated, source } from "./opened.ts";

/** Chosen: a bar that grows looks smooth enough. */
const tickMs = 100;
/** At most this share of the time goes to showing that time goes by: the calls need the machine too. Chosen. */
const drawnShareMax = 0.2;

/**
 * The moment in the time of the call, as long as it is live and heard of: nobody knows how it goes on while the connection
 * is lost. It stands still otherwise, and in a tab that nobody sees.
 */
export const now = signal(clock.now());

effect(() => {
  if (source.value?.isLive !== true || !isConnected.value) return;
  if (simulated.value !== undefined) {
    now.value = simulated.value.now;
    return;
  }
  let cancel = () => {};
  const tick = () => {
    const began = clock.now();
    now.value = began;
    const frame = requestAnimationFrame(() => {
      const drawnMs = clock.now() - began;
      cancel = clock.after(Math.max(tickMs, drawnMs / drawnShareMax), tick);
    });
    cancel = () => cancelAnimationFrame(frame);
  };
  tick();
  return () => cancel();
});
