import { clock } from "./opened.ts";

/** What was opened is drawn within this time, and the page then has its height. Chosen. */
const drawnWithinMs = 1_000;

/** On a narrow screen what is opened lies below the phone and above the earlier calls: whoever opens it wants to see it. */
export function bringMainIntoSight(): void {
  const top = document.querySelector("main")?.getBoundingClientRect().top ?? 0;
  if (top >= 0 && top <= innerHeight / 2) return;
  const scroll = () => document.querySelector("main")?.scrollIntoView();
  scroll();
  // Until it is drawn the page may be too short to be scrolled so far.
  const observer = new ResizeObserver(scroll);
  observer.observe(document.body);
  const stop = () => {
    observer.disconnect();
    for (const gesture of gestures) removeEventListener(gesture, stop);
  };
  for (const gesture of gestures) addEventListener(gesture, stop);
  clock.after(drawnWithinMs, stop);
}

/** Whoever makes one of them looks elsewhere already. */
const gestures = ["pointerdown", "keydown", "wheel", "touchmove"] as const;
