import { expect } from "vitest";
import type { Millis } from "../../src/clock/clock.ts";
import { all } from "../../src/journal/contacts.ts";
import type { JournalEvent } from "../../src/journal/event.ts";

/** One event of a journal without its stamps, so that it can be compared with another run's. */
export interface Step {
  /** Where it happens, and all that the event says but for moments, ids and what differs from machine to machine. */
  readonly what: string;
  /** How long after what led to it; then the durations that the handler says it measured itself. */
  readonly ms: readonly Millis[];
}

/**
 * What a journal says, thread by thread: the call, each attempt, each request, each environment. Within a thread the
 * order is fixed; between two of them it may depend on how long a process takes to start.
 */
export function steps(events: readonly JournalEvent[]): readonly Step[] {
  const threads = new Map<string, Step[]>();
  const names = new Map<string, string>();
  events.forEach((event, index) => {
    const [kind, id] = threadOf(event);
    const key = `${kind} ${id}`;
    const name = names.get(key) ?? `${kind} ${[...names.keys()].filter((other) => other.startsWith(kind)).length + 1}`;
    names.set(key, name);
    const since = causedAt(event, events.slice(0, index)) ?? event.at;
    const step = { what: `${name}: ${said(event)}`, ms: [event.at - since, ...measured(event)] };
    threads.set(name, [...(threads.get(name) ?? []), step]);
  });
  return [...threads.keys()].sort().flatMap((name) => threads.get(name) ?? []);
}

/** Expects the same steps in the same order, none of which took so much longer or shorter. */
export function expectSameSteps(run: readonly Step[], other: readonly Step[], toleranceMs: Millis): void {
  expect(run.map(({ what }) => what)).toEqual(other.map(({ what }) => what));
  expect(apart(run, other, toleranceMs)).toEqual([]);
}

/** The steps that differ by more, with what each took in both. */
export function apart(run: readonly Step[], other: readonly Step[], toleranceMs: Millis): readonly string[] {
  return run.flatMap(({ what, ms }, index) => {
    const its = other[index]?.ms ?? [];
    const near =
      ms.length === its.length && ms.every((each, place) => Math.abs(each - (its[place] ?? 0)) <= toleranceMs);
    return near ? [] : `${what}: ${ms.join(", ")} and ${its.join(", ")} ms`;
  });
}

function threadOf(event: JournalEvent): readonly [kind: string, id: string] {
  switch (event.type) {
    case "journal.opened":
      return ["bench", ""];
    case "environment.started":
    case "environment.initialized":
    case "environment.stopped":
      return ["environment", event.id];
    case "attempt.started":
    case "attempt.handling":
    case "attempt.finished":
      return ["attempt", event.id];
    case "lambda.log":
    case "external.started":
      return ["attempt", event.attemptId ?? ""];
    case "external.answered":
    case "external.finished":
      return ["request", event.id];
    default:
      return ["call", event.contactId];
  }
}

/**
 * When what led to an event was there; undefined where a process had to start first, or an API to work, for which
 * simulated time counts none.
 */
function causedAt(event: JournalEvent, before: readonly JournalEvent[]): Millis | undefined {
  switch (event.type) {
    case "environment.started":
    case "environment.initialized":
    case "environment.stopped":
    case "attempt.handling":
    case "external.answered":
      return undefined;
    case "external.finished":
      // Nobody waits for it any more: its function has used up its time.
      return event.delivered.type === "abandoned" ? timeBeganAt(event.attemptId, before) : dueAt(event.id, before);
    case "attempt.started":
      return before.findLast(
        (other) =>
          (other.type === "invocation.started" && other.id === event.invocationId) ||
          (other.type === "attempt.finished" && other.invocationId === event.invocationId),
      )?.at;
    case "invocation.finished":
      return before.findLast((other) =>
        event.limit === undefined
          ? other.type === "attempt.finished" && other.invocationId === event.id
          : other.type === "invocation.started" && other.id === event.id,
      )?.at;
    case "attempt.finished":
      return inAttempt(event.id, before)?.at;
    case "external.started":
    case "lambda.log":
      return inAttempt(event.attemptId, before)?.at;
    default:
      return before.findLast((other) => threadOf(other).join() === threadOf(event).join())?.at;
  }
}

/** The last that happened in an attempt: the handler did something, or had an answer. Undefined until it has its event. */
function inAttempt(id: string | undefined, before: readonly JournalEvent[]): JournalEvent | undefined {
  if (!before.some((event) => event.type === "attempt.handling" && event.id === id)) return undefined;
  return before.findLast(
    (event) =>
      threadOf(event).join() === `attempt,${id}` || (event.type === "external.finished" && event.attemptId === id),
  );
}

/**
 * When an attempt's own time began. The start of a function that is cold is no part of it; in one that a time-out has
 * reset, it is.
 */
export function timeBeganAt(id: string | undefined, events: readonly JournalEvent[]): Millis | undefined {
  const started = all(events, "attempt.started").find((attempt) => attempt.id === id);
  if (started !== undefined && started.number > 1) return started.at;
  return all(events, "attempt.handling").find((attempt) => attempt.id === id)?.at;
}

/** When the answer to a request was there and had been held back for long enough. */
function dueAt(id: string, before: readonly JournalEvent[]): Millis | undefined {
  const started = all(before, "external.started").find((request) => request.id === id);
  const answered = all(before, "external.answered").find((request) => request.id === id);
  return started && Math.max(started.at + started.latencyMs, answered?.at ?? started.at);
}

/**
 * Ids, moments, what the machine takes to start, and in which time the record was made. A request's meaning contains its
 * date, whose year follows the clock.
 */
const stamps = new Set([
  "at",
  "time",
  "id",
  "contactId",
  "invocationId",
  "attemptId",
  "logStream",
  "initMs",
  "meaning",
]);

function said(event: JournalEvent): string {
  const rest = Object.fromEntries(Object.entries(event).filter(([name]) => !stamps.has(name)));
  return JSON.stringify(rest)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
    .replace(/\b20\d\d-(?=\d\d-\d\d\b)/g, "<year>-")
    .replace(/\b[\d.]+ ms/g, "<ms>")
    .replace(/Max Memory Used: \d+ MB/, "Max Memory Used: <mb>");
}

/** In the handler's own lines, not in Lambda's REPORT: a cold start is part of what that says. */
function measured(event: JournalEvent): readonly Millis[] {
  if (event.type !== "lambda.log" || event.message.startsWith("REPORT ")) return [];
  return [...event.message.matchAll(/\b(\d+) ms/g)].map(([, ms]) => Number(ms));
}
