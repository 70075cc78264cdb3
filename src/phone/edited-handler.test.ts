import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invokes, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { functionOn } from "../lambda/test/running-lambda.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { type ServedLine, servedLine } from "./test/served-line.ts";

const codePath = mkdtempSync(join(tmpdir(), "ringonce-"));
const edit = (code: string) => writeFileSync(join(codePath, "index.ts"), code);
const says = (word: string) => edit(`export const handler = async () => ({ word: "${word}" as string });`);
says("");

let server: ServedLine;
/** Of the line and of the simulated calls beside it. */
const events: JournalEvent[] = [];
beforeAll(async () => {
  const instance = lineOf(
    { line: written(invokes("invoke", { functionName: "edited" })) },
    { functions: [functionOn("edited", { codePath, timeoutMs: 7_000 })] },
  );
  const heard = (event: JournalEvent) => void events.push(event);
  server = await servedLine(instance, { folder: codePath, heard, heardBeside: heard });
});
afterAll(() => server.close());

test.each([
  ["by script", "/calls", {}],
  ["by hand", "/phones", {}],
  ["by hand in simulated time", "/phones", { speed: 1_000 }],
])("a handler that was edited since the last call runs as it is now in a call %s", async (_name, path, wish) => {
  for (const word of ["before", "afterwards"]) {
    says(word);
    expect((await dial(path, wish)).ok).toBe(true);
    await expect.poll(() => answers().at(-1)).toContain(`"${word}"`);
  }
});

test.each([
  ["by script", "/calls", {}],
  ["by hand", "/phones", {}],
  ["by hand in simulated time", "/phones", { speed: 1_000 }],
])("while a handler does not build, a call %s is refused with what is wrong in it", async (_name, path, wish) => {
  edit("export const handler = async () => {");
  const refused = await dial(path, wish);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    detail: expect.stringMatching(/edited cannot be bundled[\s\S]*index\.ts:1:/),
  });
});

/** What the handler has answered so far. */
function answers(): readonly string[] {
  return all(events, "attempt.finished").map(({ outcome }) => JSON.stringify(outcome).replaceAll("\\", ""));
}

function dial(path: string, wish: object): Promise<Response> {
  return fetch(server.url + path, { method: "POST", body: JSON.stringify({ number: lineNumber, ...wish }) });
}
