/** The time that the timeline shows, and where a moment of it lies, from 0 to 1. */
export interface Scale {
  readonly spanMs: number;
  readonly at: (ms: number) => number;
}

/** Room after the last moment, so that what happens there can be seen. */
const room = 1.03;

/** `grows`: the call goes on, and the picture must not jump with every moment of it. */
export function scaleOf(endMs: number, grows: boolean): Scale {
  const spanMs = grows ? Math.ceil((endMs + 2_000) / 10_000) * 10_000 : Math.max(1_000, endMs * room);
  return { spanMs, at: (ms) => Math.min(1, Math.max(0, ms / spanMs)) };
}

const steps = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000];

/** Whole steps of time, about `count` of them. */
export function ticksOf({ spanMs }: Scale, count: number): readonly number[] {
  const step = steps.find((one) => spanMs / one <= count) ?? spanMs;
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step);
}
