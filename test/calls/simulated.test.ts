import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { BenchError } from "../../src/bench-error.ts";
import { type CallReport, callReport } from "../../src/cli/call-report.ts";
import { seededChance } from "../../src/clock/chance.ts";
import { DrivenClock } from "../../src/clock/driven.ts";
import { Bench } from "../../src/connect/bench.ts";
import type { Instance } from "../../src/connect/instance.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import type { Conditions } from "../../src/external/tap.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { Journal } from "../../src/journal/journal.ts";
import { lambdaLog } from "../../src/journal/lambda-log.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";
import { ringonce } from "../ringonce.ts";

// The field report once more, in no time: what field-report.test.ts waits for, this does not.

test("block 8 s, function 7 s: the function runs twice", async () => {
  const { report, events } = await call("+81312340087", { instance: withoutApis });
  expect(attempts(report)).toEqual([
    [0, 7_000, "timedOut", false],
    [7_050, 14_050, "timedOut", true],
  ]);
  expect(report.findings.map(({ type }) => type)).toEqual(["orphaned-execution"]);
  const log = lambdaLog(events).map(({ message }) => message);
  expect(log.filter((message) => message === "Lambda 処理実行")).toHaveLength(2);
  expect(log.filter((message) => message.includes("\tDuration: 7000.00 ms\tBilled Duration: 7000 ms\t"))).toHaveLength(
    2,
  );
});

test("block 7 s, function 7 s: the function runs once", async () => {
  const { report } = await call("+81312340077", { instance: withoutApis });
  expect(attempts(report)).toEqual([[0, 7_000, "timedOut", true]]);
  expect(report.findings.map(({ type }) => type)).toEqual(["orphaned-execution"]);
});

test("equal time-outs do not stop the retries of an exception: four runs", async () => {
  const { report } = await call("+81312340070", { instance: withoutApis });
  expect(report.attempts.map(({ outcome }) => outcome)).toEqual(Array(4).fill("functionError"));
});

test.for(["+81312340001", "+81312340011"])(
  "a slow API: %s books, the function is run again, the API refuses, and the caller hears that it failed",
  async (number) => {
    const { report } = await call(number, { press: reservation, conditions: slow });
    expect(report.externalRequests.map(({ method, status, attempt }) => ({ method, status, attempt }))).toEqual([
      { method: "POST", status: 201, attempt: 1 },
      { method: "POST", status: 409, attempt: 2 },
    ]);
    expect(report.findings.map(({ type }) => type).sort()).toEqual([
      ...["duplicate-execution", "false-failure", "orphaned-execution"],
    ]);
    expect(report.heard.at(-1)).not.toMatch(/\d/);
  },
);

test("a fast API: one attempt, one request, and the reservation's number is spoken", async () => {
  const { report } = await call("+81312341001", { press: reservation });
  expect(report.attempts.map(({ outcome }) => outcome)).toEqual(["succeeded"]);
  expect(report.externalRequests.map(({ method, status }) => ({ method, status }))).toEqual([
    { method: "POST", status: 201 },
  ]);
  expect(report.findings).toEqual([]);
  expect(report.endedBy).toBe("flow");
});

test("twenty calls with the same seed write the same journal to the byte, one with another seed does not", async () => {
  const { instance, reset } = await withApiOfOurOwn();
  const journal = async (seed: number) => {
    reset();
    const { events } = await call("+81312340001", { instance, press: reservation, conditions: slow, seed });
    return events.map((event) => JSON.stringify(event)).join("\n");
  };
  const first = await journal(1);
  for (let run = 2; run <= 20; run++) expect(await journal(1)).toBe(first);
  expect(await journal(2)).not.toBe(first);
});

test("the command line plays a call of 15 s without waiting for it", async () => {
  const { code, stdout } = await ringonce("call", "+81312340087", "--press", "", "--clock", "simulated", "--json");
  expect(code).toBe(1);
  expect(attempts(JSON.parse(stdout)).map(([startedMs]) => startedMs)).toEqual([0, 7_050]);
});

test("nobody can hold the phone in simulated time", async () => {
  const { code, stderr } = await ringonce("call", "+81312340087", "--clock", "simulated");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ERR_CLOCK_SIMULATED: /);
});

const slow: ReadonlyMap<string, Conditions> = new Map([["restaurant", { latencyMs: 7_500, fault: undefined }]]);
const reservation = ["1", "1224#", "1900#", "2", "1"];

const attempts = ({ attempts }: CallReport) =>
  attempts.map(({ startedMs, finishedMs, outcome, orphaned }) => [startedMs, finishedMs, outcome, orphaned]);

const sample = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json")).instance as Instance;
const withoutApis: Instance = { ...sample, externals: [] };

/** The sample with a restaurant that is up already: it takes the first wish, and refuses all others until it is reset. */
async function withApiOfOurOwn(): Promise<{ instance: Instance; reset: () => void }> {
  let taken = false;
  const server = createServer((request, response) => {
    const status = taken ? 409 : 201;
    taken = true;
    request.resume().on("end", () => response.writeHead(status).end("{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const externals = sample.externals.map((external) => ({ ...external, url, start: undefined }));
  return {
    instance: { ...sample, externals },
    reset: () => {
      taken = false;
    },
  };
}

async function call(
  number: string,
  {
    instance = sample,
    press = [],
    conditions = new Map(),
    seed = 1,
  }: {
    readonly instance?: Instance;
    readonly press?: readonly string[];
    readonly conditions?: ReadonlyMap<string, Conditions>;
    readonly seed?: number;
  },
): Promise<{ report: CallReport; events: readonly JournalEvent[] }> {
  let fail = (_error: BenchError) => {};
  const standsStill = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const clock = new DrivenClock({ givenUp: (error) => fail(error) });
  const journal = new Journal();
  const bench = await Bench.open({
    instance,
    clock,
    chance: seededChance(seed),
    journal,
    conditions: ({ external }) => conditions.get(external),
    fresh: true,
  });
  try {
    const ended = new Promise((resolve) => {
      bench.dial({ to: number, from: "+819012345678", participant: new ScriptedCaller(clock, press, resolve) });
    });
    await Promise.race([ended.then(() => bench.settled()), standsStill]);
  } finally {
    await bench.close();
  }
  return { report: callReport(journal.events, ""), events: journal.events };
}
