import { gridMax } from "./limits.ts";

/** Why a text names no time-outs to sweep over. */
export type RangeProblem = "unreadable" | "backwards" | "outOfBounds" | "tooMany";

/** "3-8", or "5": whole seconds, from 1 to `max`. */
export function secondsIn(text: string, max: number): readonly number[] | RangeProblem {
  const [, first, last = first] = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(text.trim()) ?? [];
  if (first === undefined) return "unreadable";
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to < 1 || from > max || to > max) return "outOfBounds";
  if (from > to) return "backwards";
  if (to - from >= gridMax) return "tooMany";
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
