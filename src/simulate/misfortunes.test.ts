import { expect, test } from "vitest";
import { requestOptions } from "./misfortunes.ts";

const slow = (...limits: Parameters<typeof requestOptions>[2]) =>
  requestOptions("restaurant", 200, limits)
    .filter(({ conditions }) => conditions.latencyMs !== 200)
    .map(({ id, conditions }) => [id, conditions.latencyMs]);

test("an API is slow by a millisecond less and a millisecond more than each limit that the function lives to see", () => {
  expect(slow({ id: "function", inMs: 8_000 }, { id: "block", inMs: 3_000 })).toEqual([
    ["1-ms-before-function", 7_999],
    ["1-ms-after-function", 8_001],
    ["1-ms-before-block", 2_999],
    ["1-ms-after-block", 3_001],
    ["half-of-function", 4_000],
  ]);
  expect(slow({ id: "function", inMs: 7_000 }, { id: "block", inMs: 8_000 })).toEqual([
    ["1-ms-before-function", 6_999],
    ["1-ms-after-function", 7_001],
    ["half-of-function", 3_500],
  ]);
  expect(slow({ id: "function", inMs: 7_000 }, { id: "block", inMs: 8_000 }, { id: "request", inMs: 2_500 })).toEqual([
    ["1-ms-before-request", 2_499],
    ["1-ms-after-request", 2_501],
  ]);
});

test("two limits at the same moment are one, and one that passes before an answer could come is none", () => {
  expect(slow({ id: "function", inMs: 7_000 }, { id: "block", inMs: 7_000 })).toEqual([
    ["1-ms-before-function", 6_999],
    ["1-ms-after-function", 7_001],
    ["half-of-function", 3_500],
  ]);
  expect(slow({ id: "function", inMs: 7_000 }, { id: "block", inMs: 100 }).map(([id]) => id)).not.toContain(
    "1-ms-after-block",
  );
});
