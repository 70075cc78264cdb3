import fc from "fast-check";
import { expect, test } from "vitest";
import { readJson } from "./json.ts";
import { nestingMax } from "./located-json.ts";

const rules = (text: string) => readJson(text).problems.map(({ rule }) => rule);

test("each value knows its line and column", () => {
  const json = readJson('{\n  "a": [1,\n    { "b c": true }]\n}');
  expect(json.problems).toEqual([]);
  expect(json.placeOf([])).toEqual({ line: 1, column: 1, path: "" });
  expect(json.placeOf(["a", 0])).toEqual({ line: 2, column: 9, path: "a[0]" });
  expect(json.placeOf(["a", 1, "b c"])).toEqual({ line: 3, column: 14, path: 'a[1]["b c"]' });
});

test("a value that is missing stands where it would have to be", () => {
  expect(readJson('{ "a": {\n } }').placeOf(["a", "b", "c"])).toEqual({ line: 1, column: 8, path: "a.b.c" });
});

test("a file with a byte-order mark is read all the same, and told how to be saved", () => {
  const json = readJson('\uFEFF{ "a": 1 }');
  expect(json.value).toEqual({ a: 1 });
  expect(json.problems).toEqual([
    { rule: "json-byte-order-mark", message: expect.stringContaining("UTF-8"), place: { line: 1, column: 1 } },
  ]);
});

test("a file that was cut off says so, at its end", () => {
  const { value, problems } = readJson('{ "a": [1, 2\n');
  expect(value).toBeUndefined();
  expect(problems).toEqual([
    { rule: "json-syntax", message: expect.stringContaining("cut off"), place: { line: 2, column: 1 } },
  ]);
});

test("a file that was cut off after a backslash is read to its end and no further", () => {
  expect(rules('["\\')).toEqual(["json-syntax"]);
});

test("comments and trailing commas are refused, as AWS refuses them", () => {
  expect(rules("// hello\n{}")).toEqual(["json-syntax"]);
  expect(rules("[1,]")).toEqual(["json-syntax"]);
});

test("a name that stands twice is found, and the last one counts", () => {
  const { value, problems } = readJson('{ "a": 1,\n  "a": 2 }');
  expect(value).toEqual({ a: 2 });
  expect(problems).toMatchObject([{ rule: "json-duplicate-key", place: { line: 2, column: 3 } }]);
});

test("a name that stands twice is found however it is written, and a text within quotes is no name", () => {
  expect(rules('{ "a": 1, "\\u0061" : 2 }')).toEqual(["json-duplicate-key"]);
  expect(rules('{ "a": "\\\\", "b": "\\":", "c": ["a", "c", ":"] }')).toEqual([]);
});

test("a hundred thousand open brackets are one problem", () => {
  expect(rules("[".repeat(100_000))).toEqual(["json-nesting"]);
  expect(rules('{"a":'.repeat(100_000))).toEqual(["json-nesting"]);
  for (const disguise of ['/* " */', '"\r', "// \r", '"\\\n"', "[}".repeat(200), "]".repeat(200)]) {
    expect(rules(`[${disguise}${"[".repeat(100_000)}`)).toHaveLength(1);
  }
  expect(rules("[".repeat(nestingMax) + "]".repeat(nestingMax))).toEqual([]);
});

test("brackets within strings do not nest", () => {
  expect(rules(JSON.stringify(`\\"${"[".repeat(1_000)}`))).toEqual([]);
});

test("__proto__ is a name like any other", () => {
  const { value } = readJson('{ "__proto__": { "polluted": true } }');
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect((value as { polluted?: true }).polluted).toBeUndefined();
});

test("what is no problem is what JSON.parse reads, and reads the same", () => {
  const garbled = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n\t01-.eEtruefalsn/*u'), maxLength: 30 });
  const mutated = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:\\ 0', ""))
    .map(([json, at, put]) => json.slice(0, at % json.length) + put + json.slice((at % json.length) + (at % 2)));
  fc.assert(
    fc.property(fc.oneof(fc.json(), garbled, mutated), (text) => {
      const { value, problems } = readJson(text);
      let parsed: unknown;
      try {
        parsed = JSON.parse(text);
      } catch {
        expect(problems.map(({ rule }) => rule)).toEqual(["json-syntax"]);
        return;
      }
      expect(problems.filter(({ rule }) => rule !== "json-duplicate-key")).toEqual([]);
      expect(JSON.stringify(value)).toBe(JSON.stringify(parsed));
    }),
    { numRuns: 2_000 },
  );
});
