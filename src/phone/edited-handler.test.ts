import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemChance } from "../clock/chance.ts";
import { SystemClock } from "../clock/system.ts";
import { Bench } from "../connect/bench.ts";
import { Services } from "../connect/services.ts";
import { invokes, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { JournalFile } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { CallConditions } from "./call-conditions.ts";
import { JournalShelf } from "./journal-shelf.ts";
import { LiveCalls } from "./live-calls.ts";
import { PhoneServer } from "./server.ts";

const codePath = mkdtempSync(join(tmpdir(), "ringonce-"));
const edit = (code: string) => writeFileSync(join(codePath, "index.ts"), code);
const says = (word: string) => edit(`export const handler = async () => ({ word: "${word}" as string });`);
says("");

let bench: Bench;
let server: PhoneServer;
/** Of the line and of the simulated calls beside it. */
const events: JournalEvent[] = [];
beforeAll(async () => {
  const instance = lineOf(
    { line: written(invokes("invoke", { functionName: "edited" })) },
    {
      functions: [
        {
          ...{ name: "edited", runtime: "nodejs22.x", handler: "index.handler", timeoutMs: 7_000, memoryMb: 256 },
          ...{ codePath, environment: {}, reservedConcurrency: undefined },
          ...{ region: "ap-northeast-1", accountId: "000000000000" },
        },
      ],
    },
  );
  const clock = new SystemClock();
  const journal = new Journal({ keeps: false });
  journal.listen((event) => events.push(event));
  const conditions = new CallConditions(journal);
  const calls = new LiveCalls(journal, clock);
  const services = Services.onDemand(instance);
  bench = await Bench.open({ instance, services, clock, chance: systemChance, journal, conditions: conditions.of });
  const keep = (another: Journal) => {
    another.listen((event) => events.push(event));
    return new JournalFile(join(codePath, "simulated.jsonl"), another);
  };
  const line = { instance, bench, services, journal, journalName: "today.jsonl", clock, conditions, calls, keep };
  server = await PhoneServer.listen({ line, shelf: JournalShelf.ofFolder(codePath), port: 0 });
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

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
