import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseFlow } from "./parse.ts";
import type { Problem } from "./problem.ts";
import { action, flowText, goodbye, to } from "./test/flow.ts";

const folder = join(import.meta.dirname, "fixtures", "malformed");
const files = readdirSync(folder).sort();
const parse = (file: string) => parseFlow(readFileSync(join(folder, file), "utf8"), file);

test.each(files)("%s has a problem, and each of its problems a line and a column", (file) => {
  const { problems } = parse(file);
  expect(problems).not.toEqual([]);
  for (const { place, message } of problems) {
    expect(place).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    expect(message).toMatch(/^\S.*[.?]$/s);
  }
});

test("what is said about malformed flows is what was reviewed (UPDATE=1 rewrites it)", async () => {
  const said = files.map((file) => [file, ...parse(file).problems.map(asText)].join("\n"));
  await expect(`${said.join("\n\n")}\n`).toMatchFileSnapshot("fixtures/malformed.golden.txt");
});

function asText({ rule, message, place }: Problem): string {
  const of = place.action === undefined ? "" : ` of ${JSON.stringify(place.action)}`;
  return `  ${place.line}:${place.column} ${rule} at ${place.path || "the top"}${of}\n    ${message}`;
}

test("a flow may have 250 Actions and no more", () => {
  const chain = (length: number) =>
    Array.from({ length: length - 1 }, (_, index) =>
      action(`a${index}`, "MessageParticipant", { Text: "…" }, to(index === length - 2 ? "goodbye" : `a${index + 1}`)),
    );
  expect(parseFlow(flowText(...chain(250), goodbye), "most").problems).toEqual([]);
  expect(parseFlow(flowText(...chain(251), goodbye), "one more").problems).toMatchObject([
    { rule: "flow-actions", message: expect.stringContaining("is 251"), place: { path: "Actions" } },
  ]);
});

test("a flow that nests a hundred thousand deep is one problem", () => {
  const deep = `{"Version":"2019-10-30","StartAction":"a","Actions":${"[".repeat(100_000)}`;
  expect(parseFlow(deep, "deep").problems).toMatchObject([{ rule: "json-nesting", place: { line: 1, column: 152 } }]);
});
