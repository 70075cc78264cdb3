import { expect, test } from "vitest";
import { following } from "../choices.ts";
import { naiveLine, playModel } from "../model/line.ts";
import { named } from "./counterexample.ts";
import { amongCalls, runTimeline } from "./run-timeline.ts";

const request = "call-1/reserve-1/attempt-1/request-1";

test.each([
  ["a request's fate follows its sending", request, "error-after", /^#1 → restaurant POST/, /^#1 ← restaurant 201/],
  ["what keeps a request from being sent comes before the end", request, "crash-before", /^#1 Connect/, /^#1 fails: /],
  ["an attempt's fate follows its start", "call-1/reserve-1/attempt-1", "throttled", /^#1 Connect/, /^#1 is throttled/],
  [
    "who hangs up on a message has heard it begin",
    "call-1/prompt-3",
    "dials-again",
    /^Your table is/,
    /^the caller hangs/,
  ],
  [
    "who hangs up on a function does so before nobody waits",
    "call-1/reserve-1/caller",
    "dials-again",
    /^#1 ←/,
    /^nobody/,
  ],
])("a deviation is marked where it happens: %s", (_, point, option, before, after) => {
  const timeline = timelineOf({ point, option });
  const marks = timeline.filter(({ subject }) => subject === "deviation");
  expect(marks).toHaveLength(1);
  const at = timeline.findIndex(({ subject }) => subject === "deviation");
  expect(timeline[at - 1]?.text).toMatch(before);
  expect(timeline[at + 1]?.text).toMatch(after);
});

test("a second call's lines say so, and that what they ask for was asked before", () => {
  const timeline = timelineOf({ point: "call-1/prompt-3", option: "dials-again" });
  const second = timeline.filter(({ call }) => call === 2).map(amongCalls);
  expect(second.length).toBeGreaterThan(5);
  for (const { text, atMs } of second) {
    expect(text).toMatch(/^call 2: /);
    expect(atMs).toBeGreaterThanOrEqual(1_000);
  }
  expect(second.map(({ text }) => text)).toContain(
    "call 2: #1 → restaurant POST /reservations, the same request again",
  );
});

function timelineOf(deviation: { readonly point: string; readonly option: string }) {
  const choices = following([deviation]);
  const { events } = playModel(naiveLine, choices);
  return runTimeline(events, named(choices.made));
}
