import { expect, test } from "vitest";
import { SimulatedClock } from "../clock/simulated.ts";
import type { JournalEvent } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { LiveCalls } from "./live-calls.ts";

/** A call that ends at once. */
function playCall(journal: Journal, contactId: string): void {
  journal.append({ at: 0, type: "contact.initiated", contactId, from: "+819012345678", to: "+81312340001" });
  journal.append({ at: 0, type: "contact.disconnected", contactId, by: "flow" });
}

function follower() {
  const seen: (JournalEvent["type"] | "over")[] = [];
  return { seen, event: ({ type }: JournalEvent) => seen.push(type), over: () => seen.push("over") };
}

test("what is written just after a call's end still reaches whoever follows it", () => {
  const [clock, journal] = [new SimulatedClock(), new Journal()];
  const calls = new LiveCalls(journal, clock);
  playCall(journal, "one");
  const mine = follower();
  calls.follow("one", 0, mine);
  journal.append({
    ...{ at: 0, type: "lambda.log", functionName: "reserve", logStream: "s" },
    attemptId: "a",
    contactId: "one",
    message: "REPORT",
  });
  clock.advanceTo(60_000);
  expect(mine.seen).toEqual(["contact.initiated", "contact.disconnected", "lambda.log", "over"]);
});

test("whoever follows a call that cannot go on is told why, also who comes later", () => {
  const [clock, journal] = [new SimulatedClock(), new Journal()];
  const calls = new LiveCalls(journal, clock);
  journal.append({ at: 0, type: "contact.initiated", contactId: "one", from: "+819012345678", to: "+81312340001" });
  const heard: (string | undefined)[] = [];
  const listener = { event: () => {}, over: (problem?: string) => heard.push(problem) };
  calls.follow("one", 0, listener);
  calls.breakOff("time stands still");
  calls.follow("one", 0, listener);
  clock.advanceTo(60_000);
  expect(heard).toEqual(["time stands still", "time stands still"]);
});

test("a line that is up for days forgets the oldest calls, and never one that goes on", () => {
  const [clock, journal] = [new SimulatedClock(), new Journal()];
  const calls = new LiveCalls(journal, clock);
  journal.append({ at: 0, type: "contact.initiated", contactId: "long", from: "+819012345678", to: "+81312340001" });
  for (let index = 0; index < 300; index++) {
    playCall(journal, `call ${index}`);
    clock.advanceTo(clock.now() + 1_000);
  }
  expect(calls.follow("call 0", 0, follower())).toBeUndefined();
  expect(calls.follow("call 299", 0, follower())).toBeDefined();
  expect(calls.follow("long", 0, follower())).toBeDefined();
});
