import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invokes, written } from "../flow/test/flow.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { functionOn } from "../lambda/test/running-lambda.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { type ServedLine, servedLine } from "./test/served-line.ts";

const codePath = mkdtempSync(join(tmpdir(), "ringonce-"));
writeFileSync(
  join(codePath, "index.mjs"),
  `import { appendFileSync } from "node:fs";
  export const handler = async ({ Details: { ContactData: { CustomerEndpoint } } }) => {
    appendFileSync(new URL("starts", import.meta.url), ".");
    if (CustomerEndpoint.Address === "+810000000000") for (;;); // For ever at work: no simulated time passes.
    return new Promise(() => setInterval(() => {}, 1_000));
  };`,
);
const instance = lineOf(
  { line: written(invokes("invoke", { functionName: "never-done" })) },
  { functions: [functionOn("never-done", { codePath, timeoutMs: 7_000 })] },
);

let server: ServedLine;
let linesWritten = 0;
const time = { realLimitMs: 10_000 };
beforeAll(async () => {
  const heard = () => {
    linesWritten += 1;
  };
  server = await servedLine(instance, { folder: codePath, heard, time });
});
afterAll(() => server.close());

const call = { number: lineNumber, blockSeconds: 8, functionSeconds: 7 };

test("a simulation answers with a journal of its own, and the line's says nothing of it", async () => {
  const before = linesWritten;
  const response = await post("/simulations", call);
  const { events = [] } = parseJournal(await response.text());
  expect(events[0]).toMatchObject({ type: "journal.opened" });
  expect(events.filter(({ type }) => type === "attempt.started")).toHaveLength(2);
  expect(linesWritten).toBe(before);
});

test("a sweep answers a line for each pair, in their order", async () => {
  const response = await post("/sweeps", { number: lineNumber, blocks: [7, 8], functions: [7, 8] });
  const cells = (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(cells.map(({ blockSeconds, functionSeconds, starts }) => [blockSeconds, functionSeconds, starts])).toEqual([
    [7, 7, 1],
    [7, 8, 1],
    [8, 7, 2],
    [8, 8, 1],
  ]);
});

test("of a sweep that nobody reads any more the rest is not played", async () => {
  const leaving = new AbortController();
  const seconds = Array.from({ length: 15 }, (_, index) => index + 1);
  const body = { number: lineNumber, blocks: seconds.slice(0, 8), functions: seconds };
  const response = await post("/sweeps", body, leaving.signal);
  await response.body?.getReader().read();
  leaving.abort();
  await post("/simulations", call); // Until then a cell may have been under way.
  const before = starts();
  await post("/simulations", call);
  expect(starts() - before).toBe(2);
});

test("when simulated time stands still it is said in a sentence, and the next call is played", async () => {
  time.realLimitMs = 300;
  const refused = await post("/simulations", { ...call, from: "+810000000000" });
  time.realLimitMs = 10_000;
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(/ERR_TIME_STANDS_STILL.*stood still/) });
  expect((await post("/simulations", call)).status).toBe(200);
});

test("everything that is wrong with a wish is said at once", async () => {
  const refused = await post("/simulations", { ...call, blockSeconds: 9, functionSeconds: 0.5, press: ["x"] });
  expect(refused.status).toBe(400);
  const { detail } = JSON.parse(await refused.text());
  expect(detail).toMatch(/at most 8/);
  expect(detail).toMatch(/whole seconds/);
  expect(detail).toMatch(/no key of a phone/);
});

test.each([
  ["no pairs", { number: lineNumber, blocks: [], functions: [7] }],
  ["a grid of 16 columns", { number: lineNumber, blocks: [7], functions: Array.from({ length: 16 }, () => 7) }],
  ["a function of 16 minutes", { number: lineNumber, blocks: [7], functions: [960] }],
])("%s: the sweep is refused", async (_name, wish) => {
  expect((await post("/sweeps", wish)).status).toBe(400);
});

/** How often the handler has been started since the tests began. */
function starts(): number {
  return readFileSync(join(codePath, "starts")).length;
}

function post(path: string, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(server.url + path, { method: "POST", body: JSON.stringify(body), ...(signal && { signal }) });
}
