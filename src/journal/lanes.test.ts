import { expect, test } from "vitest";
import { following } from "../simulate/choices.ts";
import { naiveLine, playModel } from "../simulate/model/line.ts";
import { lanes } from "./lanes.ts";

test("a time-out and its retry: the attempt that was killed, the one that nobody waits for, and the request that comes twice", () => {
  const { events } = playModel(
    naiveLine,
    following([
      { point: "call-1/reserve-1/attempt-1/request-1", option: "1-ms-after-function" },
      { point: "call-1/reserve-1/attempt-2/request-1", option: "1-ms-after-block" },
    ]),
  );
  const [caller, block, ...rest] = lanes(events);
  expect(caller).toMatchObject({ type: "caller", call: 1, startMs: 0, endMs: about(8_000), endedBy: "flow" });
  expect(block).toMatchObject({
    type: "block",
    action: "reserve",
    limitMs: 8_000,
    endMs: about(8_000),
    went: "toError",
  });
  expect(rest).toMatchObject([
    { type: "attempt", number: 1, startMs: about(0), endMs: about(7_000), outcome: "timedOut", orphanedMs: null },
    { type: "request", attempt: 1, answered: { status: 201 }, delivered: "gone", repetition: null },
    { type: "attempt", number: 2, outcome: "functionError", orphanedMs: about(8_000) },
    { type: "request", attempt: 2, answered: { status: 409 }, delivered: 409, repetition: "again" },
  ]);
});

test("a second call's lanes come after the first one's, on the same time", () => {
  const { events } = playModel(naiveLine, following([{ point: "call-1/prompt-3", option: "dials-again" }]));
  const callers = lanes(events).filter(({ type }) => type === "caller");
  expect(callers).toMatchObject([
    { call: 1, startMs: 0, endMs: about(200), endedBy: "customer" },
    { call: 2, startMs: about(1_200) },
  ]);
});

/** The model's own turns take their milliseconds. */
const about = (ms: number): unknown => expect.closeTo(ms, -1);
