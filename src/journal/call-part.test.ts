import { expect, test } from "vitest";
import { CallPart } from "./call-part.ts";
import type { JournalEvent } from "./event.ts";

const environment = { at: 0, id: "e1", functionName: "reserve" } as const;
const log = { at: 0, type: "lambda.log", functionName: "reserve", attemptId: undefined, contactId: undefined } as const;
const record: readonly JournalEvent[] = [
  { at: 0, type: "contact.initiated", contactId: "mine", from: "+819012345678", to: "+81312340001" },
  { at: 0, type: "contact.initiated", contactId: "another", from: "+819012345678", to: "+81312340001" },
  {
    at: 0,
    type: "attempt.started",
    id: "a1",
    contactId: "mine",
    invocationId: "1",
    functionName: "reserve",
    number: 1,
  },
  { ...environment, type: "environment.started", logStream: "s1", attemptId: "a1" },
  { ...environment, id: "e2", type: "environment.started", logStream: "s2", attemptId: "a2" },
  { ...log, logStream: "s1", message: "INIT_START" },
  { ...log, logStream: "s2", message: "INIT_START" },
  { ...environment, type: "environment.initialized", initMs: 200 },
  { ...environment, id: "e2", type: "environment.initialized", initMs: 200 },
];

test("a call's part of the record has its own events and those of the environments started for it, and nobody else's", () => {
  const part = new CallPart("mine");
  expect(record.filter((event) => part.read(event))).toEqual([0, 2, 3, 5, 7].map((index) => record[index]));
});
