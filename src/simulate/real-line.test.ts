import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SystemClock } from "../clock/system.ts";
import { all } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { Choices, following } from "./choices.ts";
import { explore } from "./explore/exploration.ts";
import { judge } from "./explore/judged-run.ts";
import { courseOf } from "./explore/outcome.ts";
import { drawn } from "./explore/sampling.ts";
import { lineNumber, lineOf } from "./line.ts";
import { RealLine } from "./real-line.ts";

const firstRequest = "call-1/invoke-1/attempt-1/request-1";
const undisturbed = () => new Choices(() => undefined);
const butFor = (point: string, option: string) => following([{ point, option }]);

test("what a run does depends on its choices alone, not on the runs before it", async () => {
  const used = await line("reserves");
  const other = await line("reserves", { fresh: true });
  for (let n = 0; n < 12; n++) {
    const course = courseOf((await used.play(drawn(1, n))).events);
    expect(courseOf((await other.play(drawn(1, n))).events)).toBe(course);
  }
});

test("every run is on the same day, and finds an environment waiting", async () => {
  const reserves = await line("reserves");
  const runs = [await reserves.play(undisturbed()), await reserves.play(undisturbed())];
  const [first, second] = runs.map(({ events }) => saidOf(events));
  expect(first).toEqual(["today is 2027-01-15T01:00:00.000Z"]);
  expect(second).toEqual(first);
  for (const { events } of runs) expect(all(events, "attempt.handling")).toMatchObject([{ coldStart: false }]);
});

test("a function that crashes before its request has asked nothing, one that crashes after it has been served", async () => {
  const reserves = await line("reserves");
  const before = (await reserves.play(butFor(firstRequest, "crash-before"))).events;
  expect(all(before, "attempt.finished").map(({ outcome }) => outcome.type)).toEqual(["functionError", "succeeded"]);
  expect(all(before, "external.started")).toHaveLength(1);
  const after = (await reserves.play(butFor(firstRequest, "crash-after"))).events;
  expect(all(after, "attempt.finished").map(({ outcome }) => outcome.type)).toEqual(["functionError", "succeeded"]);
  expect(all(after, "external.answered").map(({ status }) => status)).toEqual([201, 201]);
  expect(judge({ events: after }).map(({ finding }) => finding.type)).toEqual(["duplicate-execution"]);
});

test("a cold start takes a second of the block's time, and none of the function's", async () => {
  const reserves = await line("reserves");
  const { events } = await reserves.play(butFor("call-1/invoke-1/attempt-1", "cold-start"));
  const [invoked] = all(events, "invocation.started");
  const [handling] = all(events, "attempt.handling");
  expect(handling?.coldStart).toBe(true);
  expect((handling?.at ?? 0) - (invoked?.at ?? 0)).toBe(1_000);
});

test("an API that answers a millisecond after the function's time-out is asked twice", async () => {
  const reserves = await line("reserves");
  const { events } = await reserves.play(butFor(firstRequest, "1-ms-after-function"));
  expect(judge({ events }).map(({ finding }) => finding.type)).toEqual(["duplicate-execution"]);
  const startedAt = all(events, "attempt.started").map(({ at }) => at - (events[0]?.at ?? 0));
  expect(startedAt).toEqual([0, 2_050]);
});

test("a caller who hangs up and dials again asks the API once more", async () => {
  const reserves = await line("reserves");
  const { events } = await reserves.play(butFor("call-1/prompt-1", "dials-again"));
  expect(all(events, "contact.initiated")).toHaveLength(2);
  expect(judge({ events }).map(({ place }) => place)).toEqual(["invoke, by dialling again"]);
});

test("a handler that keeps something in memory is noticed, and can be searched with new environments for each run", async () => {
  const remembers = await line("remembers");
  await expect(remembers.play(undisturbed())).rejects.toThrow("ERR_FUNCTION_REMEMBERS");
  const forgets = await line("remembers", { fresh: true });
  for (const _ of [1, 2]) expect(all((await forgets.play(undisturbed())).events, "external.started")).toHaveLength(1);
});

test("what a handler leaves to be done later does not reach the next run", async () => {
  const leaves = await line("leaves-a-timer");
  const runs = [await leaves.play(undisturbed()), await leaves.play(undisturbed())];
  for (const { events } of runs) expect(all(events, "external.started")).toEqual([]);
  const redialed = await leaves.play(butFor("call-1/prompt-1", "dials-again"));
  // Within a run it is as on AWS: the second invocation thaws what the first one left.
  expect(all(redialed.events, "attempt.finished")).toHaveLength(2);
});

test("a search of real handlers comes to the same report every time", async () => {
  const reports = [];
  for (const _ of [1, 2]) {
    const reserves = await line("reserves");
    reports.push(
      await explore({
        subject: { instance: "a test", number: lineNumber, from, presses: [], seed: 1 },
        ringonce: "a test",
        run: (choices) => reserves.play(choices),
        flows: [],
        clock: new SystemClock(),
        deviationsMax: 1,
      }),
    );
  }
  expect(reports[1]).toEqual(reports[0]);
  expect(reports[0]?.verdict).toMatchObject({ exhaustiveTo: 1, shard: { index: 1, of: 1 }, sampled: 0, strayed: 0 });
});

const from = "+819012345678";

/** A line whose block waits 3 s for a function that may take 2 s, and then says a sentence. */
async function line(fixture: string, { fresh = false } = {}): Promise<RealLine> {
  const api = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(201).end("{}"));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const { port } = api.address() as AddressInfo;
  const instance = lineOf(
    { line: flow(fixture) },
    {
      functions: [
        {
          ...{ name: fixture, runtime: "nodejs22.x", handler: "index.handler", timeoutMs: 2_000, memoryMb: 256 },
          ...{
            codePath: join(import.meta.dirname, "fixtures", fixture),
            environment: {},
            reservedConcurrency: undefined,
          },
          ...{ region: "ap-northeast-1", accountId: "000000000000" },
        },
      ],
      externals: [
        {
          ...{ name: "restaurant", url: new URL(`http://127.0.0.1:${port}`), start: undefined, reset: undefined },
          ...{ environmentVariable: "API_URL", role: "api" as const, idempotencyHeader: undefined, listing: undefined },
        },
      ],
    },
  );
  const opened = await RealLine.open({ instance, number: lineNumber, from, presses: [], seed: 1, fresh });
  onTestFinished(async () => {
    await opened.close();
    api.close();
    api.closeAllConnections();
  });
  return opened;
}

function flow(functionName: string): object {
  return {
    Version: "2019-10-30",
    StartAction: "invoke",
    Metadata: {},
    Actions: [
      {
        Identifier: "invoke",
        Type: "InvokeLambdaFunction",
        Parameters: { LambdaFunctionARN: functionName, InvocationTimeLimitSeconds: "3" },
        Transitions: { NextAction: "say", Errors: [{ ErrorType: "NoMatchingError", NextAction: "say" }] },
      },
      {
        Identifier: "say",
        Type: "MessageParticipant",
        Parameters: { Text: "Goodbye." },
        Transitions: { NextAction: "bye", Errors: [{ ErrorType: "NoMatchingError", NextAction: "bye" }] },
      },
      { Identifier: "bye", Type: "DisconnectParticipant", Parameters: {}, Transitions: {} },
    ],
  };
}

/** What the handler itself wrote to its log. */
function saidOf(events: readonly JournalEvent[]): readonly string[] {
  return all(events, "lambda.log").flatMap(({ message }) => /today is \S+/.exec(message)?.[0] ?? []);
}
