import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** How high a lane is, as page.css has it. */
export const rowRem = 2.75;
/** Of the axis above them. */
const axisRem = 1.5;
/** With fewer lanes all are drawn. Chosen: a call of some minutes has a dozen. */
const drawnAtOnce = 120;
/** The lanes are drawn in such portions, so that a small movement draws nothing anew. */
const portion = 30;

/** Which of `count` lanes are to be drawn: those in sight, and some around them. A call of an hour has thousands. */
export function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  count: number,
): { readonly from: number; readonly to: number } {
  const portionInSight = useSignal(0);
  const isLong = count > drawnAtOnce;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !isLong) return;
    const scrolled = () => {
      portionInSight.value = Math.floor(element.scrollTop / remPx() / rowRem / portion);
    };
    scrolled();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => element.removeEventListener("scroll", scrolled);
  }, [scroller, isLong, portionInSight]);
  if (!isLong) return { from: 0, to: count };
  const from = Math.max(0, (portionInSight.value - 1) * portion);
  return { from, to: Math.min(count, from + 4 * portion) };
}

/** Scrolls no further than is needed for a lane to be seen as a whole. */
export function bringRowIntoSight(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return;
  const rem = remPx();
  const top = index * rowRem * rem;
  const bottom = top + (rowRem + axisRem) * rem;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
