import { expect, test } from "vitest";
import { type ContactRecord, contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { findings } from "../journal/findings/index.ts";
import { verdictOf } from "../journal/verdict.ts";
import { following } from "../simulate/choices.ts";
import { alignedLine, carefulLine, type ModelLine, naiveLine, playModel } from "../simulate/model/line.ts";
import { english, type Words } from "./english.ts";
import { japanese } from "./japanese.ts";
import { endOf, rowsOf } from "./rows.ts";

/** The API answers just after the function's time-out, and then just after the block's. */
const { events } = playModel(
  naiveLine,
  following([
    { point: "call-1/reserve-1/attempt-1/request-1", option: "1-ms-after-function" },
    { point: "call-1/reserve-1/attempt-2/request-1", option: "1-ms-after-block" },
  ]),
);

function rows(words: Words = english, upTo = events.length, isLive = false) {
  const contact = first(events.slice(0, upTo));
  return rowsOf(contact, findings(contact.events), words, isLive);
}

test("what went wrong stands first, then the caller, the flow, and the block with its attempts and their requests", () => {
  expect(rows().map(({ kind }) => kind)).toEqual([
    "finding",
    "caller",
    "flow",
    "block",
    "attempt",
    "request",
    "attempt",
    "request",
  ]);
});

test("an attempt that nobody waits for is drawn so from the moment at which the flow went on", () => {
  const second = rows().filter(({ kind }) => kind === "attempt")[1];
  expect(second?.isAlarming).toBe(true);
  expect(second?.bars.map(({ kind }) => kind)).toContain("orphaned");
  expect(second?.words).toContain("nobody waits for it");
});

test("the request that comes twice is red, and the first one is not", () => {
  expect(rows().flatMap(({ kind, isAlarming }) => (kind === "request" ? isAlarming : []))).toEqual([false, true]);
});

test("a lane leads to its exact events", () => {
  const block = rows().find(({ kind }) => kind === "block");
  expect(block?.steps[0].events.map(({ type }) => type)).toEqual(["invocation.started", "invocation.finished"]);
});

test("what is still going on has no end yet", () => {
  const inTheBlock = events.findIndex(({ type }) => type === "attempt.handling") + 1;
  const live = rows(english, inTheBlock);
  expect(live.find(({ kind }) => kind === "caller")?.bars[0]?.toMs).toBeNull();
  expect(live.find(({ kind }) => kind === "attempt")?.bars.at(-1)?.toMs).toBeNull();
});

test("a function that still runs is said to do so, as long as the call is followed", () => {
  const leftAlone = events.findIndex(({ type }) => type === "invocation.finished") + 1;
  expect(rows(english, leftAlone, true)[0]?.steps.at(-1)?.words).toMatch(/it is still running\.$/);
  expect(rows(english, leftAlone, false)[0]?.steps.at(-1)?.words).toMatch(/still running when the record ended\.$/);
});

test("the timeline reaches to the last thing that happened", () => {
  expect(endOf(rows())).toBeGreaterThanOrEqual(8_000);
});

test("a finding is told in seconds, without a word of Connect's", () => {
  const said = rows()[0]?.steps.map(({ words }) => words) ?? [];
  expect(said).toEqual([
    expect.stringMatching(
      /^The \S+ API was asked to do the same thing twice in one call: at .* \(201\), at .* \(409\)\.$/,
    ),
    expect.stringMatching(
      /^The \S+ API accepted the request at .* s, but at 8\.0 s the call went on as if it had failed\.$/,
    ),
    // A millisecond later, and nobody would call that going on.
    expect.stringMatching(/^The flow went on without \S+ \(attempt 2\) at 8\.0 s; it ended just then\.$/),
  ]);
});

test("a function that is killed with its block's end is not said to have worked on", () => {
  const at7s = said(alignedLine, "call-1/reserve-1/attempt-1/request-1", "1-ms-after-function");
  expect(at7s.at(-1)).toBe("The flow went on without reserve (attempt 1) at 7.0 s; it ended just then.");
  const call = played(alignedLine, "call-1/reserve-1/attempt-1/request-1", "1-ms-after-function");
  expect(attempts(call)[0]?.words).toBe("killed by its own time-out at 7.0 s");
});

test("a function that the caller hangs up on is not said to have been left by the flow", () => {
  const left = said(naiveLine, "call-1/reserve-1/caller", "dials-again");
  expect(left).toEqual(["The caller hung up on reserve (attempt 1) at 0.1 s; it still worked until 0.2 s."]);
});

test("a function that still ran when the record ended is said to, although its request had ended before", () => {
  const cut = events.findIndex(({ type, at }) => type === "external.finished" && at - (events[0]?.at ?? 0) > 8_000) + 1;
  expect(rows(english, cut)[0]?.steps.at(-1)?.words).toMatch(/; it was still running when the record ended\.$/);
});

test("a function that gives up on a request and lives is not said to have gone", () => {
  const call = played(carefulLine, "call-1/reserve-1/attempt-1/request-2", "1-ms-after-request");
  expect(requests(call).map(({ words }) => words.split("; ").at(-1))).toEqual([
    "the function hears 200",
    "the function gives up on it",
  ]);
  expect(requests(first(events))[0]?.words).toMatch(/; the function has gone before it hears$/);
});

test("a success branch on which the caller hears that nothing is known yet is called a branch, and no success", () => {
  const call = played(carefulLine, "call-1/reserve-1/attempt-1/request-2", "1-ms-after-request");
  expect(english.whatIf.verdict(verdictOf(call))).toBe(
    "Functions were started once, APIs were asked once to change something, and the last Invoke block took its success branch.",
  );
  expect(japanese.whatIf.verdict(verdictOf(call))).not.toContain("発信者");
});

test("a cold start is what the record calls one, and processes that are started again have a word of their own", () => {
  const slowly = (start: { readonly coldStart: boolean; readonly restart?: true }) => {
    const late = events.map((event): JournalEvent => {
      if (event.type === "attempt.handling") return { ...event, ...start, at: event.at + 300 };
      return event;
    });
    return attempts(first(late))[0]?.words.split("; ")[0];
  };
  expect(slowly({ coldStart: true })).toBe("cold start until 0.3 s");
  expect(slowly({ coldStart: false, restart: true })).toBe("restart until 0.3 s, within its time-out");
  expect(slowly({ coldStart: false })).toBe("killed by its own time-out at 7.0 s");
});

test("Japanese says all of it in Japanese", () => {
  for (const { words, steps } of rows(japanese).filter(({ kind }) => kind === "attempt" || kind === "finding"))
    for (const text of [words, ...steps.map((step) => step.words)]) expect(text).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});

function played(line: ModelLine, point: string, option: string): ContactRecord {
  return first(playModel(line, following([{ point, option }])).events);
}

function first(record: readonly JournalEvent[]): ContactRecord {
  const [contact] = contacts(record);
  if (contact === undefined) throw new Error("there is no call");
  return contact;
}

/** What is said to have gone wrong. */
function said(line: ModelLine, point: string, option: string): readonly string[] {
  const call = played(line, point, option);
  const [row] = rowsOf(call, findings(call.events), english, false);
  return row?.kind === "finding" ? row.steps.map(({ words }) => words) : [];
}

const ofKind = (call: ContactRecord, wanted: string) =>
  rowsOf(call, findings(call.events), english, false).filter(({ kind }) => kind === wanted);
const requests = (call: ContactRecord) => ofKind(call, "request");
const attempts = (call: ContactRecord) => ofKind(call, "attempt");
