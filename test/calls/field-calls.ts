import { join } from "node:path";
import { expect } from "vitest";
import { assert } from "../../src/assert.ts";
import type { CallReport } from "../../src/cli/call-report.ts";
import type { Millis } from "../../src/clock/clock.ts";
import type { Instance } from "../../src/connect/instance.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import type { EndedBy, JournalEvent } from "../../src/journal/event.ts";
import type { Finding } from "../../src/journal/findings/finding.ts";
import { lambdaLog } from "../../src/journal/lambda-log.ts";

/** One call of the incident behind this project, and what comes of it on any clock. */
export interface FieldCall {
  readonly claim: string;
  readonly number: string;
  readonly press: readonly string[];
  /** How long the restaurant's answers are held back. */
  readonly latencyMs: Millis;
  readonly attempts: readonly Pick<CallReport["attempts"][number], "number" | "outcome" | "orphaned">[];
  readonly requests: readonly Pick<CallReport["externalRequests"][number], "method" | "status" | "attempt">[];
  readonly findings: readonly Finding["type"][];
  readonly endedBy: EndedBy;
  /** The last message that the caller hears. */
  readonly told: RegExp;
  /** How often the handler's first line is in the log. */
  readonly handled: number;
}

const reservation = ["1", "1224#", "1900#", "2", "1"];
/** A caller who presses nothing, and a function that asks no API. */
const silent = { press: [], latencyMs: 0, requests: [], endedBy: "flow" } as const;

export const slowCall: FieldCall = {
  claim: "a slow API: it books, the function is run again, the API refuses, and the caller hears that it failed",
  number: "+81312340001",
  press: reservation,
  latencyMs: 7_500,
  attempts: [
    { number: 1, outcome: "timedOut", orphaned: false },
    { number: 2, outcome: "timedOut", orphaned: true },
  ],
  requests: [
    { method: "POST", status: 201, attempt: 1 },
    { method: "POST", status: 409, attempt: 2 },
  ],
  findings: ["duplicate-execution", "false-failure", "orphaned-execution"],
  endedBy: "flow",
  told: /^\D+$/,
  handled: 0,
};

export const fieldCalls: readonly FieldCall[] = [
  {
    ...silent,
    claim: "block 8 s, function 7 s: the function runs twice",
    number: "+81312340087",
    attempts: [
      { number: 1, outcome: "timedOut", orphaned: false },
      { number: 2, outcome: "timedOut", orphaned: true },
    ],
    findings: ["orphaned-execution"],
    told: /failed/,
    handled: 2,
  },
  {
    ...silent,
    claim: "block 7 s, function 7 s: the function runs once",
    number: "+81312340077",
    attempts: [{ number: 1, outcome: "timedOut", orphaned: true }],
    findings: ["orphaned-execution"],
    told: /failed/,
    handled: 1,
  },
  {
    ...silent,
    claim: "equal time-outs do not stop the retries of an exception: four runs",
    number: "+81312340070",
    attempts: [1, 2, 3, 4].map((number) => ({ number, outcome: "functionError", orphaned: false })),
    findings: [],
    told: /failed/,
    handled: 4,
  },
  slowCall,
  {
    claim: "a fast API: one attempt, one request, and the reservation's number is spoken",
    number: "+81312341001",
    press: reservation,
    latencyMs: 0,
    attempts: [{ number: 1, outcome: "succeeded", orphaned: false }],
    requests: [{ method: "POST", status: 201, attempt: 1 }],
    findings: [],
    endedBy: "flow",
    told: /\d/,
    handled: 0,
  },
];

/** Expects of a call what the field report says of it. */
export function expectAsReported(call: FieldCall, report: CallReport, events: readonly JournalEvent[]): void {
  expect(report.attempts.map(({ number, outcome, orphaned }) => ({ number, outcome, orphaned }))).toEqual(
    call.attempts,
  );
  expect(report.externalRequests.map(({ method, status, attempt }) => ({ method, status, attempt }))).toEqual(
    call.requests,
  );
  expect(report.findings.map(({ type }) => type).sort()).toEqual(call.findings);
  expect(report.endedBy).toBe(call.endedBy);
  expect(report.heard.at(-1)).toMatch(call.told);
  const log = lambdaLog(events).map(({ message }) => message);
  expect(log.filter((message) => message.startsWith("START "))).toHaveLength(call.attempts.length);
  expect(log.filter((message) => message === "Lambda 処理実行")).toHaveLength(call.handled);
}

const { instance } = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json"));
assert(instance !== undefined, "the sample's instance file has problems");

/** The sample as it stands. */
export const sample: Instance = instance;
