import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Services } from "../../src/connect/services.ts";
import { lambdaLog } from "../../src/journal/lambda-log.ts";
import { ringonce } from "../ringonce.ts";
import { expectAsReported, fieldCalls, sample, slowCall } from "./field-calls.ts";
import { inSimulatedTime } from "./in-simulated-time.ts";

// The restaurant takes a second to start, and runs in real time: one is enough for all calls.
let services: Services;
let startMs: number;
beforeAll(async () => {
  const began = performance.now();
  services = await Services.start(sample);
  startMs = performance.now() - began;
});
afterAll(() => services.stop());

describe("the field report once more, in no time", () => {
  let playedMs = 0;
  afterAll(() => {
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
    console.log(`${seconds(playedMs)} for the field report's calls, ${seconds(startMs)} before it for the restaurant`);
  });

  test.each(fieldCalls.map((call) => [call.claim, call] as const))("%s", async (_claim, call) => {
    const began = performance.now();
    const { report, events } = await inSimulatedTime(call, services);
    playedMs += performance.now() - began;
    expectAsReported(call, report, events);
  });
});

test("in simulated time every moment is exact: a time-out, a retry's delay, and a cold start that takes no time", async () => {
  const { report, events } = await inSimulatedTime({ number: "+81312340087", press: [], latencyMs: 0 }, services);
  expect(report.attempts.map(({ startedMs, finishedMs }) => [startedMs, finishedMs])).toEqual([
    [0, 7_000],
    [7_050, 14_050],
  ]);
  const log = lambdaLog(events).map(({ message }) => message);
  expect(log.filter((line) => line.includes("\tDuration: 7000.00 ms\tBilled Duration: 7000 ms\t"))).toHaveLength(2);
});

test("a slow API makes the Python handler book twice as well", async () => {
  const call = { ...slowCall, number: "+81312340011" };
  const { report, events } = await inSimulatedTime(call, services);
  expectAsReported(call, report, events);
});

test("twenty calls with the same seed write the same journal to the byte, one with another seed does not", async () => {
  const journal = async (seed: number) => {
    const { events } = await inSimulatedTime(slowCall, services, seed);
    return events.map((event) => JSON.stringify(event)).join("\n");
  };
  const first = await journal(1);
  for (let run = 2; run <= 20; run++) expect(await journal(1)).toBe(first);
  expect(await journal(2)).not.toBe(first);
});

test("the command line plays a call of 15 s without waiting for it", async () => {
  const { code, stdout } = await ringonce("call", "+81312340087", "--press", "", "--clock", "simulated", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout).attempts).toMatchObject([{ startedMs: 0 }, { startedMs: 7_050, finishedMs: 14_050 }]);
});

test("nobody can hold the phone in simulated time", async () => {
  const { code, stderr } = await ringonce("call", "+81312340087", "--clock", "simulated");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ERR_CLOCK_SIMULATED: /);
});
