import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Problem } from "../flow/problem.ts";
import { readInstance } from "./read-instance.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const malformed = readdirSync(join(fixtures, "malformed")).sort();
const scratch = mkdtempSync(join(tmpdir(), "ringonce-instance-"));
afterAll(() => rmSync(scratch, { recursive: true }));

test.each(malformed)("%s: every problem has a place and says what to do", (name) => {
  const { instance, problems } = readInstance(join(fixtures, "malformed", name));
  expect(instance).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  for (const { message, place } of problems) {
    expect(place.file, message).toBeDefined();
    expect(message).toMatch(/[.!]$/);
    expect(message).not.toMatch(/undefined|\[object|Error:| {4}at /);
  }
  expect(Object.prototype).not.toHaveProperty("polluted");
});

test("what is said of each malformed instance", async () => {
  const said = malformed.map((name) => {
    const { problems } = readInstance(join(fixtures, "malformed", name));
    return `${name}\n${problems.map(line).join("\n")}\n`;
  });
  await expect(said.join("\n")).toMatchFileSnapshot("fixtures/malformed.golden.txt");
});

test("a file that is not there, or is a folder, is said so", () => {
  expect(readInstance(join(scratch, "none.json")).problems).toMatchObject([{ rule: "file-missing" }]);
  expect(readInstance(scratch).problems).toMatchObject([{ rule: "file-missing" }]);
});

test("100,000 brackets are a problem, not a crash", () => {
  const path = join(scratch, "deep.json");
  writeFileSync(path, "[".repeat(100_000));
  expect(readInstance(path).problems).toHaveLength(1);
});

test("one mistake hides no other: all are said at once, in the order of the file", () => {
  const { problems } = readInstance(join(fixtures, "malformed", "many-mistakes-at-once.json"));
  expect(problems.map(({ rule, place: { path } }) => `${rule} ${path}`)).toEqual([
    "instance-field region",
    'flow-missing phoneNumbers["+81312340001"]',
    "instance-field flows.line.arm",
    "file-missing flows.lost",
    "instance-field functions.reserve.memroy",
    "function-code-missing functions.reserve.code",
    "function-handler-malformed functions.reserve.handler",
    "instance-field functions.cancel.runtime",
    "function-code-missing functions.cancel.code",
    "function-runtime-unknown functions.move.runtime",
    "function-variable-reserved functions.move.environment.AWS_REGION",
    "instance-field externals.api.url",
    "variable-taken externals.api.environmentVariable",
    "hours-missing queues.people.hoursOfOperation",
    "instance-field extra",
  ]);
});

test("a field that is not known is shown where its name stands, and the one that was meant is named", () => {
  const { problems } = readInstance(join(fixtures, "malformed", "many-mistakes-at-once.json"));
  const misspelt = problems.find(({ place: { path } }) => path === "functions.reserve.memroy");
  expect(misspelt?.place).toMatchObject({ line: 7, column: 21 });
  const extra = problems.find(({ place: { path } }) => path === "extra");
  expect(extra?.place).toMatchObject({ line: 14, column: 3 });
  expect(extra?.message).toContain('"extra" is not known here.');
});

test("what a broken part names is not said to be missing from it", () => {
  const path = join(scratch, "broken-part.json");
  const flows = { line: join(fixtures, "parts", "line.json") };
  writeFileSync(path, JSON.stringify({ phoneNumbers: { "+81312340001": "line" }, flows, functions: "none" }));
  expect(readInstance(path).problems.map(({ rule }) => rule)).toEqual(["instance-field"]);
});

test("an instance that is right is read with all its defaults", () => {
  const path = join(scratch, "instance.json");
  const parts = join(fixtures, "parts");
  writeFileSync(
    path,
    JSON.stringify({
      phoneNumbers: { "+81312340001": "line" },
      flows: { line: join(parts, "line.json") },
      functions: { reserve: { runtime: "nodejs22.x", code: join(parts, "fn"), handler: "index.handler" } },
      externals: {
        api: { url: "http://127.0.0.1:0/v1", start: 'node server.mjs "two words"', environmentVariable: "API_URL" },
      },
      policy: { retriesMax: 2 },
    }),
  );
  const { instance, problems } = readInstance(path);
  expect(problems).toEqual([]);
  expect(instance).toMatchObject({
    region: "us-east-1",
    accountId: "000000000000",
    phoneNumbers: new Map([["+81312340001", "line"]]),
    functions: [{ name: "reserve", timeoutMs: 3_000, memoryMb: 128, environment: {}, reservedConcurrency: undefined }],
    externals: [{ name: "api", start: ["node", "server.mjs", "two words"], environmentVariable: "API_URL" }],
    policy: { retriesMax: 2, retryDelayMs: 50 },
  });
  expect(instance?.arn).toMatch(/^arn:aws:connect:us-east-1:000000000000:instance\/[0-9a-f-]{36}$/);
});

function line({ rule, message, place: { line, column, path } }: Problem): string {
  const where = line === undefined ? "" : `${line}:${column} `;
  return `  ${where}${rule}${path === undefined || path === "" ? "" : ` ${path}`}: ${message.replaceAll(fixtures, "…")}`;
}
