import { expect, test } from "vitest";
import { contacts } from "../journal/contacts.ts";
import { findings } from "../journal/findings/index.ts";
import { following } from "../simulate/choices.ts";
import { naiveLine, playModel } from "../simulate/model/line.ts";
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
  const [contact] = contacts(events.slice(0, upTo));
  if (contact === undefined) throw new Error("there is no call");
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
    expect.stringMatching(/^The \S+ API accepted the request at .* s, but the caller was told it failed at 8\.0 s\.$/),
    expect.stringMatching(/^The call went on without \S+ \(attempt 2\) at 8\.0 s; it still worked until .* s\.$/),
  ]);
});

test("Japanese says all of it in Japanese", () => {
  for (const { words, steps } of rows(japanese).filter(({ kind }) => kind === "attempt" || kind === "finding"))
    for (const text of [words, ...steps.map((step) => step.words)]) expect(text).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});
