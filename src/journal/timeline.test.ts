import { expect, test } from "vitest";
import { asks, invokes, says, written } from "../flow/test/flow.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { play } from "../simulate/play.ts";
import { answers, throws, timesOut } from "../simulate/scripted-functions.ts";
import { contacts } from "./contacts.ts";
import type { JournalEvent } from "./event.ts";
import { Timeline, timelineText } from "./timeline.ts";

const line = lineOf({
  reservation: written(
    asks("ask", "Press 1 to book.", { 1: "book" }),
    invokes("book", { functionName: "reserve", next: "booked", error: "sorry" }),
    says("booked", "Table $.External.table."),
    says("sorry", "Sorry."),
  ),
});

test.each([
  ["a call in which all goes well", { presses: ["1"], functions: { reserve: [answers({ table: "4" }, 900)] } }],
  ["a time-out and its retry", { presses: ["1"], functions: { reserve: [timesOut(7_000)] } }],
  [
    "an exception that a retry makes good",
    { presses: ["1"], functions: { reserve: [throws("no database", 300), answers({ table: "4" })] } },
  ],
  [
    "an answer that Connect does not understand",
    { presses: ["1"], functions: { reserve: [answers({ table: 4 }, 100)] } },
  ],
  ["a caller who presses nothing", { presses: [""], functions: {} }],
  [
    "a caller who hangs up",
    { presses: ["1"], functions: { reserve: [answers({ table: "4" }, 5_000)] }, hangUpAtMs: 2_000 },
  ],
])("the timeline of %s", async (name, script) => {
  const { events } = play({ instance: line, number: lineNumber, ...script });
  const [contact] = contacts(events);
  await expect(`${timelineText(events, contact?.contactId ?? "")}\n`).toMatchFileSnapshot(
    `golden/${name.replaceAll(" ", "-")}.txt`,
  );
});

test.each([
  ["2026-12-24T10:00:00.000Z\t0a1b2c3d-0000-4000-8000-000000000000\tINFO\tparty of 4", "#1 party of 4"],
  ["2026-12-24T10:00:00.000Z\t0a1b2c3d-0000-4000-8000-000000000000\tERROR\tno table", "#1 ERROR\tno table"],
  ["[INFO]\t2026-12-24T10:00:00.000Z\t0a1b2c3d-0000-4000-8000-000000000000\tparty of 4", "#1 party of 4"],
  ["[ERROR]\t2026-12-24T10:00:00.000Z\t0a1b2c3d-0000-4000-8000-000000000000\tno table", "#1 [ERROR]\tno table"],
  ["Lambda 処理実行", "#1 Lambda 処理実行"],
  ["2026-12-24T10:00:00.000Z\t0a1b2c3d-0000-4000-8000-000000000000\tERROR\tInvoke Error \t{}", undefined],
  ["[ERROR] KeyError: 'date'\nTraceback (most recent call last):\n  File \"lambda_function.py\", line 6", undefined],
  ["START RequestId: 0a1b2c3d-0000-4000-8000-000000000000 Version: $LATEST", undefined],
  ["2026-12-24T10:00:07.000Z 0a1b2c3d-0000-4000-8000-000000000000 Task timed out after 7.00 seconds", undefined],
])("of the log, the timeline shows the handler's own words: %s", (message, shown) => {
  const timeline = new Timeline("c");
  const attempt: JournalEvent = {
    type: "attempt.started",
    at: 0,
    contactId: "c",
    id: "a",
    invocationId: "i",
    functionName: "f",
    number: 1,
  };
  timeline.read(attempt);
  const log: JournalEvent = {
    type: "lambda.log",
    at: 1,
    contactId: "c",
    attemptId: "a",
    functionName: "f",
    logStream: "s",
    message,
  };
  expect(timeline.read(log)?.text).toBe(shown);
});
