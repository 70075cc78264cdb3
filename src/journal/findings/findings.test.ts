import { expect, test } from "vitest";
import type { Delivered } from "../../external/exchange.ts";
import type { Fault } from "../../external/fault.ts";
import type { Replies } from "../../flow/effect.ts";
import type { JournalEvent } from "../event.ts";
import { findings } from "./index.ts";

const contactId = "c-1";
const of = { contactId, external: "restaurant", attemptId: "a-1" };
const success: Replies["invoke"] = { type: "succeeded", response: { reservationNumber: "4021" } };
const failure: Replies["invoke"] = {
  type: "failed",
  error: "TimeLimitExceeded",
  results: "The Lambda Function Returned An Error.",
};

test("a call in which everything went well has no findings", () => {
  expect(
    types([dialled(), ...attempt(1, 0, 500), ...request("r-1", 100, { status: 201 }), goneOn(500, success)]),
  ).toEqual([]);
});

test("two requests that ask for the same thing are a duplicate, whatever the second is answered", () => {
  const found = findings([
    dialled(),
    ...attempt(1, 0, 7_000, { type: "timedOut", errorType: "Sandbox.Timedout", errorMessage: "", payload: "" }),
    ...request("r-1", 100, { status: 201, delivered: { type: "abandoned" } }),
    ...attempt(2, 7_100, 7_600),
    ...request("r-2", 7_200, { status: 409, attemptId: "a-2" }),
    goneOn(7_600, success),
  ]);
  expect(found).toMatchObject([
    {
      type: "duplicate-execution",
      message: "POST /reservations reached the restaurant API 2 times in one call: at 0.1 s (201), at 7.2 s (409).",
      evidence: [
        { id: "r-1", atMs: 100, says: "POST /reservations from attempt #1 of reserve: answered 201" },
        { id: "r-2", atMs: 7_200, says: "POST /reservations from attempt #2 of reserve: answered 409" },
      ],
    },
  ]);
});

test("who asks again for what the API refused has nothing done twice", () => {
  const asked = (...statuses: readonly number[]) =>
    types([
      dialled(),
      ...attempt(1, 0, 900),
      ...statuses.flatMap((status, index) => request(`r-${index}`, 100 * (index + 1), { status })),
      goneOn(900, success),
    ]).filter((type) => type === "duplicate-execution");
  expect(asked(409, 409, 409, 409)).toEqual([]);
  expect(asked(409, 201)).toEqual([]);
  expect(asked(409, 201, 409)).toEqual(["duplicate-execution"]);
  expect(asked(500, 409)).toEqual(["duplicate-execution"]);
});

test("a request that is refused only after another was sent may have been held up on its way: it counts", () => {
  const late = [
    dialled(),
    ...attempt(1, 0, 900),
    ...request("r-1", 100, { status: 409, answeredMs: 300 }),
    ...request("r-2", 200, { status: 201 }),
    goneOn(900, success),
  ];
  expect(types(late)).toContain("duplicate-execution");
});

test("what differs in meaning, only reads, or never reached the API is no duplicate", () => {
  const calls = (...second: JournalEvent[]) =>
    types([dialled(), ...attempt(1, 0, 900), ...request("r-1", 100, { status: 201 }), ...second, goneOn(900, success)]);
  expect(calls(...request("r-2", 200, { status: 201, meaning: "another wish" }))).toEqual([]);
  expect(calls(...request("r-2", 200, { fault: "reset-before", delivered: { type: "reset" } }))).toEqual([]);
  expect(
    types([
      dialled(),
      ...attempt(1, 0, 900),
      ...request("r-1", 100, { status: 200, method: "GET" }),
      ...request("r-2", 200, { status: 200, method: "GET" }),
      goneOn(900, success),
    ]),
  ).toEqual([]);
});

test("the same wish in two calls is not held against either", () => {
  const other = request("r-2", 200, { status: 201 }).map((event) => ({ ...event, contactId: "c-2" }));
  expect(
    types([
      dialled(),
      { ...dialled(), contactId: "c-2" },
      ...attempt(1, 0, 900),
      ...request("r-1", 100, { status: 201 }),
      ...other,
      goneOn(900, success),
    ]),
  ).toEqual([]);
});

test("a function that ends after the flow has gone on is an orphan", () => {
  const found = findings([dialled(), ...attempt(1, 0, 9_000), goneOn(8_000, failure)]);
  expect(found).toMatchObject([
    {
      type: "orphaned-execution",
      message: "The flow went on without attempt #1 of reserve at 8.0 s; it ended (succeeded) only at 9.0 s.",
    },
  ]);
});

test("a function that ends in the moment in which the flow goes on is not said to have gone on for longer", () => {
  const [found] = findings([dialled(), ...attempt(1, 0, 8_020), goneOn(8_000, failure)]);
  expect(found?.message).toBe(
    "The flow went on without attempt #1 of reserve at 8.0 s; it ended (succeeded) just then.",
  );
});

test("a call that the bench breaks off says nothing about the line, and one that the caller leaves does", () => {
  const ended = (by: "bench" | "customer"): readonly JournalEvent[] => [
    dialled(),
    ...attempt(1, 0, 8_500).slice(0, -1),
    goneOn(500, { type: "abandoned" }),
    { type: "contact.disconnected", at: 500, contactId, by },
  ];
  expect(types(ended("bench"))).toEqual([]);
  expect(findings(ended("customer"))).toMatchObject([
    { message: expect.stringMatching(/^The caller hung up on attempt #1 of reserve at 0\.5 s; it was still running/) },
  ]);
});

test("a request that is answered after the flow has gone on is an orphan, though the function ended in time", () => {
  expect(
    types([
      dialled(),
      ...attempt(1, 0, 500),
      ...request("r-1", 100, { status: 200, method: "GET", answeredMs: 2_000 }),
      goneOn(500, success),
    ]),
  ).toEqual(["orphaned-execution"]);
});

test("an error branch although the API had accepted the request is a false failure", () => {
  const found = findings([
    dialled(),
    ...attempt(1, 0, 7_900),
    ...request("r-1", 3_200, { status: 201 }),
    goneOn(8_000, failure),
  ]);
  expect(found).toMatchObject([
    {
      type: "false-failure",
      message:
        "The restaurant API accepted POST /reservations at 3.2 s, but the caller was sent down the error branch at 8.0 s.",
    },
  ]);
});

test("an error branch after the API refused, or only read, is an honest failure", () => {
  expect(
    types([dialled(), ...attempt(1, 0, 500), ...request("r-1", 100, { status: 409 }), goneOn(500, failure)]),
  ).toEqual([]);
  expect(
    types([
      dialled(),
      ...attempt(1, 0, 500),
      ...request("r-1", 100, { status: 200, method: "GET" }),
      goneOn(500, failure),
    ]),
  ).toEqual([]);
});

test("a success branch although the API refused is a false success", () => {
  expect(
    types([dialled(), ...attempt(1, 0, 500), ...request("r-1", 100, { status: 409 }), goneOn(500, success)]),
  ).toEqual(["false-success"]);
});

test("a flow that compares what the function answered tells success from refusal itself", () => {
  const full: Replies["invoke"] = { type: "succeeded", response: { status: "full" } };
  const compare: JournalEvent = {
    ...{ type: "action.finished", at: 500, contactId, id: "x", flow: "line", action: "which", actionType: "Compare" },
    ...{
      parameters: { ComparisonValue: "full" },
      result: "full",
      error: undefined,
      results: undefined,
      nextAction: "sorry",
      unresolved: [],
    },
  };
  expect(
    types([dialled(), ...attempt(1, 0, 500), ...request("r-1", 100, { status: 409 }), goneOn(500, full), compare]),
  ).toEqual([]);
});

test("a record that a crash cut off is read as far as it goes", () => {
  const whole = [dialled(), ...attempt(1, 0, 7_000), ...request("r-1", 100, { status: 201 }), goneOn(8_000, failure)];
  for (let length = 0; length <= whole.length; length++) expect(() => findings(whole.slice(0, length))).not.toThrow();
});

function types(events: readonly JournalEvent[]) {
  return findings(events).map(({ type }) => type);
}

function dialled() {
  return { type: "contact.initiated", at: 0, contactId, from: "+81900000000", to: "+81312340001" } as const;
}

type Outcome = Extract<JournalEvent, { type: "attempt.finished" }>["outcome"];

function attempt(
  number: number,
  startedMs: number,
  finishedMs: number,
  outcome: Outcome = { type: "succeeded", payload: "{}" },
): JournalEvent[] {
  const about = { contactId, id: `a-${number}`, invocationId: "i-1", functionName: "reserve", number };
  const invoked: JournalEvent[] =
    number > 1
      ? []
      : [
          {
            type: "invocation.started",
            at: startedMs,
            id: "i-1",
            contactId,
            action: "invoke",
            functionName: "reserve",
            limitMs: 8_000,
            parameters: {},
          },
        ];
  return [
    ...invoked,
    { type: "attempt.started", at: startedMs, ...about },
    { type: "attempt.finished", at: finishedMs, ...about, outcome, orphaned: finishedMs > 8_000 },
  ];
}

function goneOn(at: number, reply: Replies["invoke"] | { readonly type: "abandoned" }): JournalEvent {
  return {
    type: "invocation.finished",
    at,
    id: "i-1",
    contactId,
    functionName: "reserve",
    reply,
    limit: at === 8_000 ? "block" : undefined,
  };
}

interface Request {
  readonly status?: number;
  readonly method?: string;
  readonly meaning?: string;
  readonly attemptId?: string;
  readonly fault?: Fault;
  readonly answeredMs?: number;
  readonly delivered?: Delivered;
  readonly role?: "store";
  readonly key?: string;
  readonly answer?: string;
}

function request(
  id: string,
  startedMs: number,
  {
    status,
    method = "POST",
    meaning = "a table",
    attemptId = "a-1",
    fault,
    answeredMs = startedMs + 10,
    delivered,
    role,
    key,
    answer,
  }: Request,
): JournalEvent[] {
  const about = { ...of, id, attemptId };
  const answered: JournalEvent[] =
    status === undefined ? [] : [{ type: "external.answered", at: answeredMs, ...about, status, answer }];
  return [
    {
      type: "external.started",
      at: startedMs,
      ...about,
      method,
      path: "/reservations",
      role,
      idempotencyKey: key,
      body: "",
      meaning,
      fault,
      latencyMs: 0,
    },
    ...answered,
    {
      type: "external.finished",
      at: answeredMs,
      ...about,
      delivered: delivered ?? { type: "response", status: status ?? 500 },
      reached: status !== undefined,
    },
  ];
}

test("requests of one key are one execution, where the API is declared to act once for it", () => {
  expect(types(retried({ status: 201, key: "k", answer: "1001" }, { status: 201, key: "k", answer: "1001" }))).toEqual(
    [],
  );
  expect(types(retried({ key: "k", fault: "reset-after" }, { status: 201, key: "k", answer: "1001" }))).toEqual([]);
  expect(types(retried({ status: 201, key: "k", answer: "1001" }, { status: 409, key: "k" }))).toEqual([]);
});

test("a new key for every attempt helps nobody", () => {
  const [found] = findings(retried({ status: 201, key: "k-1", answer: "1001" }, { status: 409, key: "k-2" }));
  expect(found).toMatchObject({
    type: "duplicate-execution",
    message:
      "POST /reservations reached the restaurant API 2 times in one call, not under one key: at 0.1 s (201), at 7.2 s (409).",
    evidence: [
      { says: "POST /reservations from attempt #1 of reserve under key k-1: answered 201" },
      { says: "POST /reservations from attempt #2 of reserve under key k-2: answered 409" },
    ],
  });
});

test("a request without the key is an execution of its own", () => {
  expect(types(retried({ status: 201, key: "k", answer: "1001" }, { status: 409 }))).toEqual(["duplicate-execution"]);
});

test("an API that breaks its promise, and says so by another answer, has acted twice", () => {
  const [found] = findings(
    retried({ status: 201, key: "k", answer: "1001" }, { status: 201, key: "k", answer: "1002" }),
  );
  expect(found).toMatchObject({
    type: "duplicate-execution",
    message:
      "POST /reservations reached the restaurant API 2 times in one call, and it acted twice on one key: at 0.1 s (201), at 7.2 s (201).",
  });
});

test("what is written to a store twice is no duplicate, and what it accepts or refuses is no word of the API's", () => {
  const kept: Request = { status: 200, role: "store" };
  expect(types(retried(kept, kept))).toEqual([]);
  expect(types([dialled(), ...attempt(1, 0, 500), ...request("r-1", 100, kept), goneOn(500, failure)])).toEqual([]);
  const refused = request("r-1", 100, { status: 400, role: "store" });
  expect(types([dialled(), ...attempt(1, 0, 500), ...refused, goneOn(500, success)])).toEqual([]);
});

test("a journal from before there were roles and keys is read as it was", () => {
  const [found] = findings(
    retried({ status: 201 }, { status: 409 }).map(
      (event) => JSON.parse(JSON.stringify(event)) as JournalEvent, // Leaves out what is undefined, as the file does.
    ),
  );
  expect(found?.message).toBe(
    "POST /reservations reached the restaurant API 2 times in one call: at 0.1 s (201), at 7.2 s (409).",
  );
});

/** A call in which Connect ran the function again after its time-out, and both attempts sent the same request. */
function retried(first: Request, second: Request): readonly JournalEvent[] {
  return [
    dialled(),
    ...attempt(1, 0, 7_000, { type: "timedOut", errorType: "Sandbox.Timedout", errorMessage: "", payload: "" }),
    ...request("r-1", 100, { ...first, delivered: { type: "abandoned" } }),
    ...attempt(2, 7_100, 7_600),
    ...request("r-2", 7_200, { ...second, attemptId: "a-2" }),
    goneOn(7_600, success),
  ];
}

test("a caller who dials again under the same key has wished once", () => {
  const again = (key: string, answer: string) => [
    dialled(),
    ...attempt(1, 0, 900),
    ...request("r-1", 100, { status: 201, key: "k", answer: "1001" }),
    goneOn(900, success),
    inSecondCall(dialled()),
    ...request("r-2", 100, { status: 201, key, answer, attemptId: "a-2" }).map(inSecondCall),
  ];
  expect(findings(again("k", "1001"), { redials: true })).toEqual([]);
  expect(findings(again("another", "1001"), { redials: true })).toMatchObject([{ contactId: "c-2" }]);
  expect(findings(again("k", "1002"), { redials: true })).toMatchObject([
    {
      contactId: "c-2",
      message:
        "POST /reservations reached the restaurant API again when the caller dialled again, and it acted twice on one key: in call 1 at 0.1 s (201), in call 2 at 0.1 s (201).",
    },
  ]);
});

function inSecondCall<E extends JournalEvent>(event: E): E {
  return { ...event, contactId: "c-2", at: event.at + 20_000 };
}

test("where the caller is known to have dialled again, the same wish in two calls is a duplicate of the second", () => {
  const second = request("r-2", 100, { status: 409, attemptId: "a-2" }).map(inSecondCall);
  const events = [
    dialled(),
    ...attempt(1, 0, 900),
    ...request("r-1", 100, { status: 201 }),
    goneOn(900, success),
    inSecondCall(dialled()),
    ...second,
  ];
  expect(findings(events)).toEqual([]);
  expect(findings(events, { redials: true })).toMatchObject([
    {
      type: "duplicate-execution",
      contactId: "c-2",
      message:
        "POST /reservations reached the restaurant API again when the caller dialled again: in call 1 at 0.1 s (201), in call 2 at 0.1 s (409).",
    },
  ]);
  const another = events.map((event) =>
    event.type === "contact.initiated" && event.contactId === "c-2" ? { ...event, from: "+81399999999" } : event,
  );
  expect(findings(another, { redials: true })).toEqual([]);
});

test("who dials again and hears that it failed, although the first call had booked, was told something untrue", () => {
  const calls = (status: number) => [
    dialled(),
    ...attempt(1, 0, 900),
    ...request("r-1", 100, { status }),
    goneOn(900, success),
    inSecondCall(dialled()),
    ...attempt(1, 0, 300).map(inSecondCall),
    ...request("r-2", 100, { status: 409 }).map(inSecondCall),
    inSecondCall(goneOn(300, failure)),
  ];
  const untrue = (status: number) =>
    findings(calls(status), { redials: true }).filter(({ type }) => type === "false-failure");
  expect(untrue(201)).toMatchObject([
    {
      contactId: "c-2",
      message:
        "The restaurant API had accepted POST /reservations at 0.1 s of call 1, but when the caller dialled again he was sent down the error branch.",
    },
  ]);
  expect(untrue(409)).toEqual([]);
  expect(findings(calls(201)).filter(({ type }) => type === "false-failure")).toEqual([]);
});
