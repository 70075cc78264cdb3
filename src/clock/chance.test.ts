import fc from "fast-check";
import { expect, test } from "vitest";
import { pick, seededChance, systemChance } from "./chance.ts";

test("the same seed gives the same numbers and identifiers", () => {
  const draw = () => {
    const chance = seededChance(7);
    return [chance.next(), chance.uuid(), chance.next()];
  };
  expect(draw()).toEqual(draw());
  expect(seededChance(8).next()).not.toBe(seededChance(7).next());
});

test("identifiers are version 4 UUIDs", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(seededChance(1).uuid()).toMatch(form);
  expect(systemChance.uuid()).toMatch(form);
});

test("a picked number lies between its bounds, and both are reached", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = seededChance(seed);
      const picked = Array.from({ length: 200 }, () => pick(chance, 1, 3));
      expect(new Set(picked)).toEqual(new Set([1, 2, 3]));
    }),
    { numRuns: 50 },
  );
});
