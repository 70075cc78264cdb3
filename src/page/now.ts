import { effect, signal } from "@preact/signals";
import { clock, source } from "./opened.ts";

/** Chosen: a bar that grows looks smooth enough. */
const tickMs = 100;

/** The moment, as long as a call is live; it stands still otherwise. */
export const now = signal(clock.now());

effect(() => {
  if (source.value?.isLive !== true) return;
  let cancel = () => {};
  const tick = () => {
    now.value = clock.now();
    cancel = clock.after(tickMs, tick);
  };
  tick();
  return () => cancel();
});
