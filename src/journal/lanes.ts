import type { Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { Asked, type Repetition } from "./asked.ts";
import {
  type AttemptRecord,
  all,
  type ContactRecord,
  contacts,
  type ExternalRecord,
  type InvocationRecord,
} from "./contacts.ts";
import type { EndedBy, EventOf, JournalEvent } from "./event.ts";
import { requestName } from "./request-name.ts";
import { spoken } from "./spoken.ts";

/**
 * What went on side by side, each thing with its beginning and its end: to be drawn. Plain JSON. Moments are
 * milliseconds since the start of the first call; null: the record ends before.
 */
export type Lane = CallerLane | BlockLane | AttemptLane | RequestLane;

interface OfCall {
  /** 1 for the first call of the record. */
  readonly call: number;
  readonly startMs: Millis;
  readonly endMs: Millis | null;
}

export interface CallerLane extends OfCall {
  readonly type: "caller";
  readonly endedBy: EndedBy | null;
  readonly messages: readonly { readonly atMs: Millis; readonly text: string }[];
}

/** An Invoke block, for as long as the flow waits in it. */
export interface BlockLane extends OfCall {
  readonly type: "block";
  readonly action: string;
  readonly functionName: string;
  /** The flow does not wait longer than this. */
  readonly limitMs: Millis;
  /** How the flow went on. "abandoned": it did not, for the call had ended. */
  readonly went: "on" | "toError" | "abandoned" | null;
}

export interface AttemptLane extends OfCall {
  readonly type: "attempt";
  readonly number: number;
  readonly functionName: string;
  /** From here on the handler has its event. Null: it never had it. */
  readonly handlingMs: Millis | null;
  /**
   * What it took until then. "restart": processes in an environment whose last ones were gone, within the request's own
   * time: AWS's "suppressed init".
   */
  readonly start: "warm" | "cold" | "restart";
  readonly outcome: AttemptOutcome["type"] | null;
  /** From here on the flow had gone on without it. Null: it never did. */
  readonly orphanedMs: Millis | null;
}

/** A request to an external API, for as long as the function waits for its answer. */
export interface RequestLane extends OfCall {
  readonly type: "request";
  readonly external: string;
  readonly request: string;
  /** Whether a request before it, of whichever call, asked for the same change. */
  readonly repetition: Repetition | null;
  /** The number of the attempt that sent it; null where none is known. */
  readonly attempt: number | null;
  /** What the API itself answered, and when: what it does for the request is done then. */
  readonly answered: { readonly atMs: Millis; readonly status: number } | null;
  /** What the function got. "gaveUp": it did not wait any longer; "gone": it had ended by then. */
  readonly delivered: number | "reset" | "gaveUp" | "gone" | null;
}

/** A lane, and which events of the record it is drawn from: the contact's, or the pair of events with that id. */
export interface RecordedLane {
  readonly contactId: string;
  /** Undefined: of the caller. */
  readonly id: string | undefined;
  readonly lane: Lane;
}

/** The lanes of a record in the order in which they are read: each call, its blocks, their attempts, their requests. */
export function lanes(events: readonly JournalEvent[]): readonly Lane[] {
  return recordedLanes(contacts(events)).map(({ lane }) => lane);
}

/** The same, with where each comes from. */
export function recordedLanes(calls: readonly ContactRecord[]): readonly RecordedLane[] {
  const start = calls[0]?.initiated.at ?? 0;
  const asked = new Asked();
  const repetitions = new Map(
    calls
      .flatMap(({ externals }) => externals)
      .toSorted((one, other) => one.started.at - other.started.at)
      .map(({ started }) => [started.id, asked.read(started)]),
  );
  return calls.flatMap((contact, index) =>
    lanesOf(contact, { call: index + 1, since: (at) => at - start, repetitions }),
  );
}

/** What a lane needs to know of the record around its call. */
interface Surroundings {
  readonly call: number;
  readonly since: (at: Millis) => Millis;
  /** By the request's id. */
  readonly repetitions: ReadonlyMap<string, Repetition>;
}

function lanesOf(contact: ContactRecord, around: Surroundings): readonly RecordedLane[] {
  const { call, since } = around;
  const { contactId } = contact;
  const ended = all(contact.events, "contact.disconnected")[0];
  const caller: CallerLane = {
    type: "caller",
    call,
    startMs: since(contact.initiated.at),
    endMs: ended === undefined ? null : since(ended.at),
    endedBy: ended?.by ?? null,
    messages: all(contact.events, "message.started").map(({ at, message }) => ({
      atMs: since(at),
      text: spoken(message),
    })),
  };
  const parts: Parts = {
    attempts: grouped(contact.attempts, ({ started }) => started.invocationId),
    handlings: new Map(all(contact.events, "attempt.handling").map((handling) => [handling.id, handling])),
    requests: grouped(contact.externals, ({ started }) => started.attemptId),
  };
  const known = new Set<string | undefined>(contact.attempts.map(({ started }) => started.id));
  const strays = contact.externals.filter(({ started }) => !known.has(started.attemptId));
  return [
    { contactId, id: undefined, lane: caller },
    ...contact.invocations.flatMap((invocation) => blockLanes(contactId, invocation, parts, around)),
    ...strays.map((request) => requestLane(contactId, request, undefined, around)),
  ];
}

/** What belongs to what in one call: a long one has thousands of them. */
interface Parts {
  /** By the invocation's id. */
  readonly attempts: ReadonlyMap<string | undefined, readonly AttemptRecord[]>;
  /** That each attempt's handler had its event, by the attempt's id. */
  readonly handlings: ReadonlyMap<string, EventOf<"attempt.handling">>;
  /** By the attempt's id. */
  readonly requests: ReadonlyMap<string | undefined, readonly ExternalRecord[]>;
}

function grouped<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string | undefined,
): ReadonlyMap<string | undefined, readonly Thing[]> {
  const groups = new Map<string | undefined, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}

function blockLanes(
  contactId: string,
  { started, finished }: InvocationRecord,
  { attempts, handlings, requests }: Parts,
  around: Surroundings,
): readonly RecordedLane[] {
  const { call, since } = around;
  const block: BlockLane = {
    type: "block",
    call,
    action: started.action,
    functionName: started.functionName,
    limitMs: started.limitMs,
    startMs: since(started.at),
    endMs: finished === undefined ? null : since(finished.at),
    went: finished === undefined ? null : went(finished.reply.type),
  };
  const ofAttempts = (attempts.get(started.id) ?? []).flatMap((attempt): readonly RecordedLane[] => {
    const { id, number, functionName, at } = attempt.started;
    const handling = handlings.get(id);
    const orphaned = finished !== undefined && attempt.finished?.orphaned !== false;
    const lane: AttemptLane = {
      type: "attempt",
      call,
      number,
      functionName,
      startMs: since(at),
      endMs: attempt.finished === undefined ? null : since(attempt.finished.at),
      handlingMs: handling === undefined ? null : since(handling.at),
      start: handling?.coldStart === true ? "cold" : handling?.restart === true ? "restart" : "warm",
      outcome: attempt.finished?.outcome.type ?? null,
      orphanedMs: orphaned ? since(finished.at) : null,
    };
    const ofRequests = (requests.get(id) ?? []).map((request) => requestLane(contactId, request, attempt, around));
    return [{ contactId, id, lane }, ...ofRequests];
  });
  return [{ contactId, id: started.id, lane: block }, ...ofAttempts];
}

function requestLane(
  contactId: string,
  { started, answered, finished }: ExternalRecord,
  attempt: AttemptRecord | undefined,
  { call, since, repetitions }: Surroundings,
): RecordedLane {
  const lane: RequestLane = {
    type: "request",
    call,
    external: started.external,
    request: requestName(started),
    repetition: repetitions.get(started.id) ?? null,
    attempt: attempt?.started.number ?? null,
    startMs: since(started.at),
    endMs: finished === undefined ? null : since(finished.at),
    answered: answered === undefined ? null : { atMs: since(answered.at), status: answered.status },
    delivered: finished === undefined ? null : delivered(finished, attempt),
  };
  return { contactId, id: started.id, lane };
}

function delivered(
  { at, delivered: got }: EventOf<"external.finished">,
  attempt: AttemptRecord | undefined,
): RequestLane["delivered"] {
  switch (got.type) {
    case "response":
      return got.status;
    case "reset":
      return "reset";
    case "abandoned":
      return hasGone(attempt, at) ? "gone" : "gaveUp";
  }
}

/** Connections break with a process's death, and the death itself is noticed a little later. Chosen. */
const deathNoticedMs: Millis = 500;

/** Whether the attempt had ended by then: it did not give up, and could not. */
function hasGone(attempt: AttemptRecord | undefined, at: Millis): boolean {
  if (attempt?.finished === undefined) return false;
  const { outcome, at: endedAt } = attempt.finished;
  const isKilled =
    outcome.type === "timedOut" || (outcome.type === "functionError" && outcome.errorType === "Runtime.ExitError");
  return isKilled ? at >= endedAt - deathNoticedMs : at > endedAt;
}

function went(reply: "succeeded" | "failed" | "abandoned"): BlockLane["went"] {
  switch (reply) {
    case "succeeded":
      return "on";
    case "failed":
      return "toError";
    case "abandoned":
      return "abandoned";
  }
}
