import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Millis } from "../../src/clock/clock.ts";
import { Services } from "../../src/connect/services.ts";
import { all } from "../../src/journal/contacts.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { readJournal } from "../../src/journal/file.ts";
import { dial, scratch } from "../ringonce.ts";
import { expectAsReported, type FieldCall, fieldCalls, sample } from "./field-calls.ts";
import { inSimulatedTime } from "./in-simulated-time.ts";
import { expectSameSteps, steps, timeBeganAt } from "./steps.ts";

/** For a machine that runs five benches at once, with a restaurant and a function each: a wrong second is found. */
const toleranceMs: Millis = 800;

const simulated = new Map<FieldCall, readonly JournalEvent[]>();
beforeAll(async () => {
  const services = await Services.start(sample);
  for (const call of fieldCalls) simulated.set(call, (await inSimulatedTime(call, services)).events);
  await services.stop();
});

// The incident behind this project, dialled in real time: the seconds here are the protocol's own.
describe.concurrent("the field report", () => {
  test.each(fieldCalls.map((call) => [call.claim, call] as const))("%s", async (_claim, call) => {
    const { number, press, latencyMs } = call;
    const latency = latencyMs > 0 ? ["--latency", `restaurant=${latencyMs}`] : [];
    const { exitCode, ...report } = await dial(number, "--press", press.join(), ...latency);
    const events = readJournal(join(scratch, report.journal));
    expectAsReported(call, report, events);
    expect(exitCode).toBe(call.findings.length > 0 ? 1 : 0);
    expect(readFileSync(join(scratch, report.journal), "utf8").split("\n")).toHaveLength(events.length + 1);
    secondsAreTheProtocolsOwn(events);
    expectSameSteps(steps(events), steps(simulated.get(call) ?? []), toleranceMs);
  });
});

/** A function that times out has had its 7 s and hardly more, and the flow has waited for the block's limit and hardly longer. */
function secondsAreTheProtocolsOwn(events: readonly JournalEvent[]): void {
  for (const { id, at, outcome } of all(events, "attempt.finished"))
    if (outcome.type === "timedOut") expectAbout(7_000, at - (timeBeganAt(id, events) ?? 0));
  for (const { id, at, limit } of all(events, "invocation.finished")) {
    if (limit === undefined) continue;
    const started = all(events, "invocation.started").find((other) => other.id === id);
    expectAbout(started?.limitMs ?? 0, at - (started?.at ?? 0));
  }
}

/** Never less, and hardly more. */
function expectAbout(expectedMs: Millis, ms: Millis): void {
  expect(ms).toBeGreaterThanOrEqual(expectedMs);
  expect(ms).toBeLessThan(expectedMs + toleranceMs);
}
