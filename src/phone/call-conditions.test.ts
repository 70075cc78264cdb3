import { expect, test } from "vitest";
import type { JournalEvent } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { CallConditions } from "./call-conditions.ts";

const slow = new Map([["restaurant", { latencyMs: 7_500, fault: undefined }]]);

test("a slow API is slow for the call that asked for it, and for no other", () => {
  const journal = new Journal();
  const conditions = new CallConditions(journal);
  conditions.during(slow, () => journal.append(initiated("mine")));
  journal.append(initiated("another"));
  journal.append(attempt("first", "mine"));
  journal.append(attempt("second", "another"));
  expect(conditions.of(request("first"))?.latencyMs).toBe(7_500);
  expect(conditions.of(request("second"))).toBeUndefined();
  expect(conditions.of(request(undefined))).toBeUndefined();
});

test("a call that could not be made leaves nothing to the next one", () => {
  const journal = new Journal();
  const conditions = new CallConditions(journal);
  const refuse = () => {
    throw new Error("no such number");
  };
  expect(() => conditions.during(slow, refuse)).toThrow();
  journal.append(initiated("next"));
  journal.append(attempt("first", "next"));
  expect(conditions.of(request("first"))).toBeUndefined();
});

function initiated(contactId: string): JournalEvent {
  return { at: 0, type: "contact.initiated", contactId, from: "+819012345678", to: "+81312340001" };
}

function attempt(id: string, contactId: string): JournalEvent {
  return { at: 0, type: "attempt.started", id, contactId, invocationId: "1", functionName: "reserve", number: 1 };
}

function request(attemptId: string | undefined) {
  return { external: "restaurant", attemptId, name: "POST /reservations" };
}
