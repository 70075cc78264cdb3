import { expect, test } from "vitest";
import { seededChance } from "../clock/chance.ts";
import type { Millis } from "../clock/clock.ts";
import { SimulatedClock } from "../clock/simulated.ts";
import type { Replies } from "../flow/effect.ts";
import { invokes, says, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import type { Entry, JournalEvent } from "../journal/event.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { play } from "../simulate/play.ts";
import { type Answer, answers, serviceError, throttled, throws, timesOut } from "../simulate/scripted-functions.ts";
import { Invocation } from "./invocation.ts";
import { type ConnectPolicy, connectPolicy } from "./policy.ts";

test.each([
  // Block 8 s, function 7 s runs twice; 7 and 7 once: the field report's two measurements.
  [8, 7, 2],
  [7, 7, 1],
  [8, 8, 1],
  [8, 3, 3],
  [8, 2, 4],
  [8, 1, 4],
  [2, 1, 2],
  [1, 1, 1],
])("a block of %i s and a function that times out after %i s start it %i times", (block, timeout, times) => {
  expect(starts(invoke(block, [timesOut(timeout * 1_000)]))).toHaveLength(times);
});

test("an exception is retried at once, also with equal time-outs", () => {
  const events = invoke(7, [throws("no")]);
  expect(starts(events)).toEqual([0, 50, 100, 150]);
  expect(error(events)).toBe("NoMatchingError");
});

test.each([
  ["a throttle", throttled()],
  ["a service error", serviceError()],
  ["an exception", throws("no")],
])("the caller never hears about %s that a retry makes good", (_name, failure) => {
  const events = invoke(8, [failure, answers({ table: "4" })]);
  expect(starts(events)).toHaveLength(2);
  expect(heard(events)).toEqual(["Table 4."]);
});

test("a function that Lambda does not have is not asked twice", () => {
  const events = invoke(8, []);
  expect(starts(events)).toHaveLength(1);
  expect(all(events, "invocation.finished")[0]?.reply).toMatchObject({
    type: "failed",
    results: expect.stringContaining("Status Code: 404"),
  });
});

test("when the block's time is over the flow goes on, and the function runs to its end", () => {
  const events = invoke(3, [answers({ table: "4" }, 9_000)]);
  expect(heard(events)).toEqual(["Sorry."]);
  expect(error(events)).toBe("TimeLimitExceeded");
  const [attempt] = all(events, "attempt.finished");
  expect(attempt).toMatchObject({ orphaned: true, outcome: { type: "succeeded" } });
  expect((attempt?.at ?? 0) - start(events)).toBe(9_000);
  expect(all(events, "contact.disconnected")[0]?.at).toBeLessThan(start(events) + 4_000);
});

test("every attempt carries the same event under a name of its own", () => {
  const { functions } = play({ instance: line(8), number: lineNumber, functions: { reserve: [throws("no")] } });
  expect(new Set(functions.requests.map(({ payload }) => payload)).size).toBe(1);
  expect(new Set(functions.requests.map(({ requestId }) => requestId)).size).toBe(4);
});

test("an answer that Connect does not understand leads to the error branch and is not retried", () => {
  const events = invoke(8, [answers({ table: 4 })]);
  expect(starts(events)).toHaveLength(1);
  expect(heard(events)).toEqual(["Sorry."]);
});

test("a caller who hangs up stops the retries, not the function", () => {
  const { events } = play({
    instance: line(8),
    number: lineNumber,
    functions: { reserve: [timesOut(3_000)] },
    hangUpAtMs: 1_000,
  });
  expect(starts(events)).toEqual([0]);
  expect(all(events, "invocation.finished")[0]?.reply.type).toBe("abandoned");
  expect(all(events, "attempt.finished")[0]).toMatchObject({ orphaned: true, outcome: { type: "timedOut" } });
});

test("an instance may have Connect go on retrying for a caller who has hung up", () => {
  const instance = line(8, { hangUpStopsRetries: false });
  const { events } = play({
    instance,
    number: lineNumber,
    functions: { reserve: [timesOut(3_000)] },
    hangUpAtMs: 1_000,
  });
  expect(starts(events)).toEqual([0, 3_050, 6_100]);
  expect(all(events, "attempt.finished").map(({ orphaned }) => orphaned)).toEqual([true, true, true]);
  expect(all(events, "invocation.finished")[0]?.reply.type).toBe("abandoned");
});

test("functions in a row have 20 s together; hearing something in between starts anew", () => {
  const silent = chain(["one", "two", "three"]);
  const spoken = chain(["one", "say", "two", "three"]);
  const functions = { one: [answers({}, 7_900)], two: [answers({}, 7_900)], three: [answers({}, 7_900)] };
  const run = (instance: typeof silent) =>
    all(play({ instance, number: lineNumber, functions }).events, "invocation.finished");

  expect(run(silent).map(({ reply, limit }) => [reply.type, limit])).toEqual([
    ["succeeded", undefined],
    ["succeeded", undefined],
    ["failed", "chain"],
  ]);
  expect(run(spoken).map(({ reply }) => reply.type)).toEqual(["succeeded", "succeeded", "succeeded"]);
});

test("a function that would have no time at all is not started", () => {
  const instance = chain(["one", "two", "three", "four"]);
  const slow = [answers({}, 10_000)];
  const { events } = play({
    instance,
    number: lineNumber,
    functions: { one: slow, two: slow, three: slow, four: slow },
  });
  expect(all(events, "invocation.finished").map(({ limit }) => limit)).toEqual(["block", "block", "chain", "chain"]);
  expect(starts(events)).toEqual([0, 8_000, 16_000]);
});

test("an answer that a busy machine looks at too late is too late", () => {
  const busy = onABusyMachine();
  busy.lookUpAt(3_001);
  busy.settle({ type: "succeeded", payload: "{}" });
  expect(busy.replies).toMatchObject([{ type: "failed", error: "TimeLimitExceeded" }]);
  expect(busy.written.at(-1)).toMatchObject({ type: "attempt.finished", orphaned: true });
});

test("a retry that a busy machine looks at too late is not sent", () => {
  const busy = onABusyMachine();
  busy.settle(throws("no").outcome);
  busy.lookUpAt(3_001);
  busy.fireTimers();
  expect(busy.written.filter(({ type }) => type === "attempt.started")).toHaveLength(1);
  expect(busy.replies).toMatchObject([{ type: "failed", error: "TimeLimitExceeded" }]);
});

/** An invocation for at most 3 s, on a clock whose timers stand still, as a blocked event loop's do, while its time does not. */
function onABusyMachine() {
  const timers = new SimulatedClock();
  const written: Entry[] = [];
  const replies: Replies["invoke"][] = [];
  let settle: (outcome: AttemptOutcome) => void = () => {};
  let now = 0;
  new Invocation({
    ...{ id: "1", contactId: "c", action: "invoke", event: {}, limit: { type: "block", ms: 3_000 } as const },
    effect: { type: "invoke", functionArn: "reserve", timeLimitMs: 3_000, parameters: {}, responseType: "JSON" },
    functions: {
      attempt: (_request, settled) => {
        settle = settled;
      },
    },
    clock: {
      now: () => now,
      after: (delay, fire) => timers.after(delay, fire),
      hold: () => () => {},
      inTurn: (_, then) => then(),
    },
    chance: seededChance(1),
    policy: connectPolicy,
    write: (entry) => written.push(entry),
    settled: (reply) => replies.push(reply),
  });
  return {
    written,
    replies,
    settle: (outcome: AttemptOutcome) => settle(outcome),
    lookUpAt: (moment: Millis) => {
      now = moment;
    },
    fireTimers: () => timers.advanceTo(now),
  };
}

function invoke(
  blockSeconds: number,
  script: readonly Answer[],
  policy: Partial<ConnectPolicy> = {},
): readonly JournalEvent[] {
  return play({
    instance: line(blockSeconds, policy),
    number: lineNumber,
    functions: script.length === 0 ? {} : { reserve: script },
  }).events;
}

const start = (events: readonly JournalEvent[]): Millis => all(events, "contact.initiated")[0]?.at ?? 0;
const starts = (events: readonly JournalEvent[]): readonly Millis[] =>
  all(events, "attempt.started").map(({ at }) => at - start(events));
const heard = (events: readonly JournalEvent[]) =>
  all(events, "message.started").map(({ message }) => ("text" in message ? message.text : message));
const error = (events: readonly JournalEvent[]) => {
  const reply = all(events, "invocation.finished")[0]?.reply;
  return reply?.type === "failed" ? reply.error : undefined;
};

function line(blockSeconds: number, policy: Partial<ConnectPolicy> = {}) {
  const flow = written(
    invokes("reserve", { seconds: blockSeconds, next: "done", error: "sorry" }),
    says("done", "Table $.External.table."),
    says("sorry", "Sorry."),
  );
  return lineOf({ line: flow }, { policy });
}

function chain(steps: readonly string[]) {
  const actions = steps.map((step, index) => {
    const next = steps[index + 1];
    return step === "say" ? says("say", "One moment.", next) : invokes(step, { next });
  });
  return lineOf({ line: written(...actions) });
}
