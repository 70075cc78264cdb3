import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { all } from "../../src/journal/contacts.ts";
import { readJournal } from "../../src/journal/file.ts";
import { lambdaLog } from "../../src/journal/lambda-log.ts";
import { dial, scratch } from "../ringonce.ts";

// The incident behind this project, dialled in real time: the seconds here are the protocol's own.
describe.concurrent("the field report", () => {
  test("block 8 s, function 7 s: the function runs twice", async () => {
    const call = await dial("+81312340087");
    expect(call.attempts.map(({ number, outcome, orphaned }) => ({ number, outcome, orphaned }))).toEqual([
      { number: 1, outcome: "timedOut", orphaned: false },
      { number: 2, outcome: "timedOut", orphaned: true },
    ]);
    expect(call.findings.map(({ type }) => type)).toEqual(["orphaned-execution"]);
    expect(call.exitCode).toBe(1);

    const events = readJournal(join(scratch, call.journal));
    // Measured from the moment at which the first handler had its event: a cold start on a busy machine is no part of it.
    const handlingAt = all(events, "attempt.handling")[0]?.at ?? 0;
    const retriedAt = all(events, "attempt.started")[1]?.at ?? 0;
    expect(retriedAt - handlingAt).toBeGreaterThan(7_000);
    expect(retriedAt - handlingAt).toBeLessThan(7_500);
    const invokedAt = all(events, "invocation.started")[0]?.at ?? 0;
    const [wentOn] = all(events, "invocation.finished");
    expect(wentOn).toMatchObject({ reply: { type: "failed", error: "TimeLimitExceeded" }, limit: "block" });
    expect((wentOn?.at ?? 0) - invokedAt).toBeGreaterThanOrEqual(8_000);
    expect((wentOn?.at ?? 0) - invokedAt).toBeLessThan(8_500);
    expect((call.attempts[1]?.finishedMs ?? 0) - (call.attempts[1]?.startedMs ?? 0)).toBeGreaterThan(7_000);
    const log = lambdaLog(events).map(({ message }) => message);
    expect(log.filter((message) => message.startsWith("START "))).toHaveLength(2);
    expect(log.filter((message) => message === "Lambda 処理実行")).toHaveLength(2);
    expect(readFileSync(join(scratch, call.journal), "utf8").split("\n").length).toBe(events.length + 1);
  });

  test("block 7 s, function 7 s: the function runs once", async () => {
    const call = await dial("+81312340077");
    expect(call.attempts).toHaveLength(1);
  });

  test("equal time-outs do not stop the retries of an exception: four runs", async () => {
    const call = await dial("+81312340070");
    expect(call.attempts.map(({ outcome }) => outcome)).toEqual(Array(4).fill("functionError"));
    const log = lambdaLog(readJournal(join(scratch, call.journal))).map(({ message }) => message);
    expect(log.filter((message) => message === "Lambda 処理実行")).toHaveLength(4);
  });

  test("a slow API: it books, the function is run again, the API refuses, and the caller hears that it failed", async () => {
    const call = await dial("+81312340001", "--press", "1,1224#,1900#,2,1", "--latency", "restaurant=7500");
    expect(
      call.externalRequests
        .filter(({ method }) => method === "POST")
        .map(({ status, attempt }) => ({ status, attempt })),
    ).toEqual([
      { status: 201, attempt: 1 },
      { status: 409, attempt: 2 },
    ]);
    expect(call.findings.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["duplicate-execution", "false-failure"]),
    );
    expect(call.exitCode).toBe(1);
    expect(call.heard.at(-1)).not.toMatch(/\d/);
  });

  test("a fast API: one attempt, one request, and the reservation's number is spoken", async () => {
    const call = await dial("+81312341001", "--press", "1,1224#,1900#,2,1");
    expect(call.attempts.map(({ outcome }) => outcome)).toEqual(["succeeded"]);
    expect(call.externalRequests.map(({ method, status }) => ({ method, status }))).toEqual([
      { method: "POST", status: 201 },
    ]);
    expect(call.findings).toEqual([]);
    expect(call.endedBy).toBe("flow");
    expect(call.exitCode).toBe(0);
  });
});
