import { expect, test } from "vitest";
import { scaleOf, ticksOf } from "./scale.ts";

test("the last moment of a call lies within the picture, and near its edge", () => {
  const scale = scaleOf(21_000, false);
  expect(scale.at(21_000)).toBeGreaterThan(0.95);
  expect(scale.at(21_000)).toBeLessThan(1);
});

test("a call that goes on does not move the picture with every moment", () => {
  expect(scaleOf(4_000, true).spanMs).toBe(scaleOf(4_100, true).spanMs);
  expect(scaleOf(9_900, true).spanMs).toBeGreaterThan(9_900);
});

test.each([900, 8_000, 21_000, 3_600_000, 100_000_000])("%i ms have ticks that can be read", (endMs) => {
  const ticks = ticksOf(scaleOf(endMs, false), 10);
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThanOrEqual(30);
});
