import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Point, Size } from "./drawing.ts";

/** Chosen: smaller, and a block is too small to be pointed at; larger, and one block fills a phone. */
const factorMin = 0.1;
const factorMax = 2;
/** At first it is not drawn smaller than this, even where not all of it fits: so that every block can be read. */
const firstMin = 0.5;

export interface Zoom {
  readonly factor: number;
  /** Larger or smaller by so much, about a point of the window, or else about the middle. */
  by(factor: number, about?: Point): void;
  /** As large as it can be seen as a whole. */
  showAll(): void;
  /** Scrolls to a box that is not in sight as a whole. */
  bringIntoSight(box: Point & Size): void;
}

/** How large the sheet in a scroller is drawn: so that it fits, as far as it can be read, until somebody wants it otherwise. */
export function useZoom(scroller: RefObject<HTMLElement | null>, { width, height }: Size): Zoom {
  const wanted = useSignal<number | "all" | undefined>(undefined);
  const fitting = useSignal(1);
  const bounded = (least: number) => Math.min(1, Math.max(least, fitting.value));
  const factor =
    wanted.value === undefined ? bounded(firstMin) : wanted.value === "all" ? bounded(factorMin) : wanted.value;
  /** Which point of the sheet is to come to rest where in the window, once it has its new size. */
  const anchor = useRef<{ readonly on: Point; readonly at: Point } | undefined>(undefined);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      fitting.value = Math.min(element.clientWidth / width, element.clientHeight / height);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, width, height, fitting]);

  const by = (times: number, about?: Point) => {
    const element = scroller.current;
    const sheet = element?.firstElementChild?.getBoundingClientRect();
    if (element === null || sheet === undefined) return;
    const { left, top, width: wide, height: high } = element.getBoundingClientRect();
    const at = about ?? { x: left + wide / 2, y: top + high / 2 };
    anchor.current = { on: { x: (at.x - sheet.left) / factor, y: (at.y - sheet.top) / factor }, at };
    wanted.value = Math.min(factorMax, Math.max(factorMin, factor * times));
  };

  useLayoutEffect(() => {
    const sheet = scroller.current?.firstElementChild?.getBoundingClientRect();
    if (sheet === undefined || anchor.current === undefined) return;
    const { on, at } = anchor.current;
    anchor.current = undefined;
    scroller.current?.scrollBy(sheet.left + on.x * factor - at.x, sheet.top + on.y * factor - at.y);
  }, [scroller, factor]);

  // Preact listens to wheels passively, and then the browser zooms the page as well.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      by(Math.exp(-event.deltaY / 200), { x: event.clientX, y: event.clientY });
    };
    element.addEventListener("wheel", turned, { passive: false });
    return () => element.removeEventListener("wheel", turned);
  });

  return {
    factor,
    by,
    showAll() {
      wanted.value = "all";
    },
    bringIntoSight(box) {
      const element = scroller.current;
      const room = element?.firstElementChild;
      if (element === null || !(room instanceof HTMLElement)) return;
      element.scrollLeft = inSight(
        box.x * factor + room.offsetLeft,
        box.width * factor,
        element.scrollLeft,
        element.clientWidth,
      );
      element.scrollTop = inSight(
        box.y * factor + room.offsetTop,
        box.height * factor,
        element.scrollTop,
        element.clientHeight,
      );
    },
  };
}

/** How far to scroll so that what lies there is in sight: not at all where it is already, else to the middle. */
function inSight(from: number, size: number, scrolled: number, seen: number): number {
  const isSeen = from >= scrolled && from + size <= scrolled + seen;
  return isSeen ? scrolled : from + size / 2 - seen / 2;
}

/** A mouse drags the sheet at its ground. Fingers and wheels scroll by themselves. */
export function dragToScroll(pressed: PointerEvent): void {
  const { currentTarget, target, pointerType, pointerId, button } = pressed;
  if (pointerType !== "mouse" || button !== 0 || !(currentTarget instanceof HTMLElement)) return;
  if (target instanceof Element && target.closest("button") !== null) return;
  const scroller = currentTarget;
  scroller.setPointerCapture(pointerId);
  let last = pressed;
  const moved = (event: PointerEvent) => {
    scroller.scrollBy(last.clientX - event.clientX, last.clientY - event.clientY);
    last = event;
  };
  scroller.addEventListener("pointermove", moved);
  scroller.addEventListener("lostpointercapture", () => scroller.removeEventListener("pointermove", moved), {
    once: true,
  });
}
