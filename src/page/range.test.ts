import { expect, test } from "vitest";
import { secondsIn } from "./range.ts";

test.each([
  ["5", [5]],
  ["3-6", [3, 4, 5, 6]],
  [" 7 – 8 ", [7, 8]],
])("%j are seconds", (text, seconds) => {
  expect(secondsIn(text, 8)).toEqual(seconds);
});

test.each([
  ["", "unreadable"],
  ["3,5", "unreadable"],
  ["2.5", "unreadable"],
  ["-3", "unreadable"],
  ["8-3", "backwards"],
  ["0-3", "outOfBounds"],
  ["1-901", "outOfBounds"],
  ["1-16", "tooMany"],
])("%j is refused, and never played as something else", (text, problem) => {
  expect(secondsIn(text, 900)).toBe(problem);
});
