import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, noKeys, phoneKeys, press } from "./digits.ts";
import type { InputRequest } from "./effect.ts";

type Digits = Extract<InputRequest, { type: "digits" }>;
const digits = (change: Partial<Digits> = {}): Digits => ({
  type: "digits",
  firstKeyMs: 5_000,
  interdigitMs: 5_000,
  digitsMax: 20,
  terminator: "#",
  cancelKey: true,
  ...change,
});
const key = (request: InputRequest, keys: string): Entry =>
  [...keys].reduce((entry, pressed) => press(request, entry, pressed), noKeys);

test("a menu takes the first key, whichever it is", () => {
  expect(key({ type: "key", firstKeyMs: 5_000 }, "#")).toEqual({ keys: "#", completedBy: "length" });
  expect(key({ type: "key", firstKeyMs: 5_000 }, "12")).toEqual({ keys: "1", completedBy: "length" });
});

test("digits are complete at # and the # is not part of them", () => {
  expect(key(digits(), "0312")).toEqual({ keys: "0312", completedBy: undefined });
  expect(key(digits(), "0312#")).toEqual({ keys: "0312", completedBy: "terminator" });
});

test("digits are complete when there are enough of them", () => {
  expect(key(digits({ digitsMax: 2 }), "12")).toEqual({ keys: "12", completedBy: "length" });
  expect(key(digits({ digitsMax: 2 }), "123")).toEqual({ keys: "12", completedBy: "length" });
});

test("* takes back everything keyed so far", () => {
  expect(key(digits(), "031*44#")).toEqual({ keys: "44", completedBy: "terminator" });
});

test("* is a key like any other where the cancel key is disabled", () => {
  expect(key(digits({ cancelKey: false }), "1*2#")).toEqual({ keys: "1*2", completedBy: "terminator" });
});

test("AWS's example: 1#2#3*4### ended by ## is 1#2#3*4#", () => {
  expect(key(digits({ terminator: "##", cancelKey: false }), "1#2#3*4###")).toEqual({
    keys: "1#2#3*4#",
    completedBy: "terminator",
  });
});

test("a key that no phone has is not heard", () => {
  expect(key(digits(), "1A2 ")).toEqual({ keys: "12", completedBy: undefined });
});

test("a result never has the terminator in it and is never too long", () => {
  const keys = fc.string({ unit: fc.constantFrom(...phoneKeys), maxLength: 40 });
  const terminator = fc.string({ unit: fc.constantFrom(..."12#*"), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      keys,
      terminator,
      fc.integer({ min: 1, max: 25 }),
      fc.boolean(),
      (keys, terminator, digitsMax, cancelKey) => {
        const entry = key(digits({ terminator, digitsMax, cancelKey }), keys);
        expect(entry.keys).not.toContain(terminator);
        expect(entry.keys.length).toBeLessThanOrEqual(digitsMax);
        if (cancelKey) expect(entry.keys).not.toContain("*");
      },
    ),
    { numRuns: 5_000 },
  );
});

test("once complete, an input stays complete", () => {
  const keys = fc.string({ unit: fc.constantFrom(...phoneKeys), maxLength: 12 });
  fc.assert(
    fc.property(keys, keys, fc.constantFrom("#", "##", "12"), (first, then, terminator) => {
      const request = digits({ terminator, digitsMax: 6 });
      const entry = key(request, first);
      const later = [...then].reduce((entry, pressed) => press(request, entry, pressed), entry);
      if (entry.completedBy !== undefined) expect(later.completedBy).toBe(entry.completedBy);
    }),
  );
});
