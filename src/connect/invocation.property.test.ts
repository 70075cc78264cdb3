import fc from "fast-check";
import { expect, test } from "vitest";
import type { Millis } from "../clock/clock.ts";
import { action, asks, invokes, says, to, type WrittenAction, written } from "../flow/test/flow.ts";
import { all, type ContactRecord, contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { play } from "../simulate/play.ts";
import { type Answer, answers, serviceError, throttled, throws, timesOut } from "../simulate/scripted-functions.ts";
import { type ConnectPolicy, connectPolicy } from "./policy.ts";

test("whatever flow, policy, functions and caller do: at most four attempts, one after the other, none from the deadline on, none lost, and the flow never waits past a limit", () => {
  fc.assert(
    fc.property(run, ({ actions, functions, presses, hangUpAtMs, ...run }) => {
      const policy = { ...connectPolicy, ...run.policy };
      const instance = lineOf({ line: written(...actions) }, { policy });
      const { events } = play({ instance, number: lineNumber, functions, presses, hangUpAtMs });
      const [contact] = contacts(events);
      if (contact === undefined) throw new Error("nobody has called");
      everyPairIsFinished(events);
      limitsHold(contact, actions, policy);
      attemptsFollowOneAnother(contact, policy);
      orphansAreThoseThatNobodyWaitsFor(contact);
    }),
    { numRuns: 2_000 },
  );
});

function everyPairIsFinished(events: readonly JournalEvent[]): void {
  const ids = (half: string) =>
    events.flatMap((event) =>
      event.type.endsWith(half) && "id" in event ? `${event.type.split(".")[0]} ${event.id}` : [],
    );
  expect(ids(".finished").sort()).toEqual(ids(".started").sort());
  expect(all(events, "contact.disconnected")).toHaveLength(1);
}

/** The block's own limit, and what is left for a chain of functions: both counted here from the flow and the journal alone. */
function limitsHold(
  { events, invocations }: ContactRecord,
  actions: readonly WrittenAction[],
  { chainLimitMs }: ConnectPolicy,
): void {
  const blockMs = (identifier: string): Millis =>
    Number(actions.find(({ Identifier }) => Identifier === identifier)?.Parameters.InvocationTimeLimitSeconds) * 1_000;
  const took = new Map(invocations.map(({ started, finished }) => [started.id, (finished?.at ?? 0) - started.at]));
  let chainMs = 0;
  for (const event of events) {
    if (event.type === "message.started" || event.type === "input.started") chainMs = 0;
    if (event.type !== "invocation.started") continue;
    expect(event.limitMs).toBe(Math.min(blockMs(event.action), chainLimitMs - chainMs));
    expect(took.get(event.id)).toBeLessThanOrEqual(event.limitMs);
    chainMs += took.get(event.id) ?? 0;
  }
  const wentOnAt = new Map(all(events, "action.finished").map(({ id, at }) => [id, at]));
  for (const { id, at, action, actionType } of all(events, "action.started")) {
    if (actionType === "InvokeLambdaFunction")
      expect(wentOnAt.get(id)).toBeLessThanOrEqual(at + Math.min(blockMs(action), chainLimitMs));
  }
}

function attemptsFollowOneAnother({ events, invocations, attempts }: ContactRecord, policy: ConnectPolicy): void {
  for (const invocation of invocations) {
    const own = attempts.filter(({ started }) => started.invocationId === invocation.started.id);
    expect(own.length).toBeLessThanOrEqual(policy.retriesMax + 1);
    const deadline = invocation.started.at + invocation.started.limitMs;
    let endedAt = invocation.started.at - policy.retryDelayMs; // So that the first one may start at once.
    for (const [index, { started, finished }] of own.entries()) {
      expect(started.number).toBe(index + 1);
      expect(started.at).toBeLessThan(deadline);
      expect(started.at).toBeGreaterThanOrEqual(endedAt + policy.retryDelayMs);
      endedAt = finished?.at ?? Number.POSITIVE_INFINITY;
    }
    // Nobody waits for a retry that would come too late: a limit passes only while an attempt is running.
    if (invocation.finished?.limit !== undefined && own.length > 0) expect(endedAt).toBeGreaterThanOrEqual(deadline);
  }
  // Once the flow has gone on, or the caller has gone where that ends the retries, nothing is started any more.
  const over = new Set<string>();
  for (const event of events) {
    if (event.type === "invocation.finished") over.add(event.id);
    if (event.type === "contact.disconnected" && policy.hangUpStopsRetries)
      for (const { started } of invocations) over.add(started.id);
    if (event.type === "attempt.started") expect(over).not.toContain(event.invocationId);
  }
}

/** An attempt that ends when its invocation is over, or when there is no caller any more. At one moment, the order of the journal counts. */
function orphansAreThoseThatNobodyWaitsFor({ events }: ContactRecord): void {
  const over = new Set<string>();
  let hungUp = false;
  for (const event of events) {
    if (event.type === "invocation.finished") over.add(event.id);
    if (event.type === "contact.disconnected") hungUp = true;
    if (event.type === "attempt.finished") expect(event.orphaned).toBe(hungUp || over.has(event.invocationId));
  }
}

/** Moments that are short, or fall together with limits, delays and each other, more often than chance would have it. */
const moment = (max: Millis): fc.Arbitrary<Millis> =>
  fc.oneof(
    fc.integer({ min: 0, max }),
    fc.integer({ min: 0, max: max / 1_000 }).map((seconds) => seconds * 1_000),
    fc.constantFrom(0, 1, 50, 950),
  );

/** After up to 20 s, which is longer than any block, and as long as a chain of functions may take. */
const answer: fc.Arbitrary<Answer> = fc
  .tuple(
    moment(20_000),
    fc.constantFrom(answers({}), answers(null), throws("no"), timesOut(0), throttled(), serviceError()),
  )
  .map(([afterMs, { outcome }]) => ({ afterMs, outcome }));

const policy = fc.record<Partial<ConnectPolicy>>(
  {
    retriesMax: fc.integer({ min: 0, max: 3 }),
    retryDelayMs: moment(3_000),
    retryFunctionErrors: fc.boolean(),
    retryThrottles: fc.boolean(),
    retryServiceErrors: fc.boolean(),
    chainLimitMs: fc.constantFrom(3_000, 10_000, 20_000),
    hangUpStopsRetries: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** An Action at its place in the flow. Only a Loop leads back, so that every flow ends. */
type Step = (identifier: string, on: (steps: number) => string, back: (steps: number) => string) => WrittenAction;

const steps = fc.nat({ max: 2 });
const seconds = fc.integer({ min: 1, max: 8 });
const functionName = fc.constantFrom("reserve", "change", "cancel");

const invoke = fc
  .record({ functionName, seconds, next: steps, error: steps })
  .map(({ next, error, ...block }): Step => {
    return (identifier, on) => invokes(identifier, { ...block, next: on(next), error: on(error) });
  });
const say = steps.map(
  (next): Step =>
    (identifier, on) =>
      says(identifier, "One moment.", on(next)),
);
const ask = fc.tuple(steps, steps).map(([one, other]): Step => {
  return (identifier, on) => asks(identifier, "Press 1.", { 1: on(one) }, on(other));
});
const wait = fc.tuple(seconds, steps).map(([seconds, next]): Step => {
  return (identifier, on) =>
    action(
      identifier,
      "Wait",
      { TimeLimitSeconds: `${seconds}` },
      to(undefined, { equals: { WaitCompleted: on(next) } }),
    );
});
const loop = fc.tuple(fc.integer({ min: 0, max: 3 }), steps).map(([rounds, again]): Step => {
  return (identifier, on, back) =>
    action(
      identifier,
      "Loop",
      { LoopCount: `${rounds}` },
      to(undefined, { equals: { ContinueLooping: back(again), DoneLooping: on(0) } }),
    );
});

const step = fc.oneof({ weight: 6, arbitrary: invoke }, say, ask, wait, loop);
const actions = fc.array(step, { minLength: 1, maxLength: 8 }).map((steps) =>
  steps.map((step, index) =>
    step(
      `${index}`,
      (ahead) => (index + 1 + ahead < steps.length ? `${index + 1 + ahead}` : "goodbye"),
      (back) => `${Math.max(0, index - 1 - back)}`,
    ),
  ),
);

const script = fc.oneof(
  fc.array(answer, { maxLength: 5 }),
  // A function that fails so fast that each retry has time to fail.
  fc.array(
    answer.filter(({ afterMs, outcome }) => afterMs <= 1_000 && outcome.type !== "succeeded"),
    { minLength: 1 },
  ),
);
const run = fc.record({
  actions,
  policy,
  functions: fc.record({ reserve: script, change: script, cancel: script }),
  presses: fc.array(fc.constantFrom("", "1", "2"), { maxLength: 4 }),
  hangUpAtMs: fc.oneof(moment(10_000), moment(60_000), fc.constant(60_000)),
});
