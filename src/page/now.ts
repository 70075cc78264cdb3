import { effect, signal } from "@preact/signals";
import { clock, simulated, source } from "./opened.ts";

/** Chosen: a bar that grows looks smooth enough. */
const tickMs = 100;

/** The moment in the time of the call, as long as it is live; it stands still otherwise. */
export const now = signal(clock.now());

effect(() => {
  if (source.value?.isLive !== true) return;
  if (simulated.value !== undefined) {
    now.value = simulated.value.now;
    return;
  }
  let cancel = () => {};
  const tick = () => {
    now.value = clock.now();
    cancel = clock.after(tickMs, tick);
  };
  tick();
  return () => cancel();
});
