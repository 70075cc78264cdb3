import fc from "fast-check";
import { expect, test } from "vitest";
import { operators } from "./condition.ts";

test.each([
  ["Equals", "true", "true", true],
  ["Equals", "True", "true", false],
  ["Equals", "1", "1.0", false],
  ["TextStartsWith", "reserve", "res", true],
  ["TextStartsWith", "reserve", "Res", false],
  ["TextEndsWith", "reserve", "rve", true],
  ["TextContains", "reserve", "ser", true],
  ["TextContains", "reserve", "xyz", false],
  ["NumberGreaterThan", "10", "9", true],
  ["NumberGreaterThan", "9", "9", false],
  ["NumberGreaterOrEqualTo", "9", "9.0", true],
  ["NumberLessThan", "-1.5", "+.5", true],
  ["NumberLessOrEqualTo", "9", "9", true],
] as const)("%s: %s against %s is %s", (operator, result, operand, expected) => {
  expect(operators[operator](result, operand)).toBe(expected);
});

const numeric = ["NumberGreaterThan", "NumberGreaterOrEqualTo", "NumberLessThan", "NumberLessOrEqualTo"] as const;

test("a comparison of numbers is false as soon as one side is none", () => {
  for (const text of ["", " ", "abc", "1e3", "0x1", "1 ", "Infinity", "NaN", "１"]) {
    for (const operator of numeric) {
      expect(operators[operator](text, "1")).toBe(false);
      expect(operators[operator]("1", text)).toBe(false);
    }
  }
});

test("of two numbers exactly one is greater, or they are equal both ways", () => {
  const number = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
    .map((value) => value.toFixed(3));
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(operators.NumberGreaterThan(a, b)).toBe(operators.NumberLessThan(b, a));
      expect(operators.NumberGreaterOrEqualTo(a, b)).toBe(!operators.NumberLessThan(a, b));
      expect(operators.NumberLessOrEqualTo(a, b)).toBe(!operators.NumberGreaterThan(a, b));
    }),
  );
});

test("every text starts with, ends with and contains its parts", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, part, after) => {
      expect(operators.TextStartsWith(part + after, part)).toBe(true);
      expect(operators.TextEndsWith(before + part, part)).toBe(true);
      expect(operators.TextContains(before + part + after, part)).toBe(true);
    }),
  );
});
