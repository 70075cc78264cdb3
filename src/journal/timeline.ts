import type { Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { Asked, type Repetition } from "./asked.ts";
import type { EventOf, JournalEvent } from "./event.ts";
import { requestName } from "./request-name.ts";
import { spoken } from "./spoken.ts";

/** One line of the timeline: when, since the call's start, what kind of thing, and what. */
export interface TimelineLine {
  readonly atMs: Millis;
  readonly subject: Subject;
  readonly text: string;
  /** Something went wrong here, or goes on without the caller. */
  readonly alarming: boolean;
}

export type Subject =
  | "call"
  | "flow"
  | "say"
  | "press"
  | "invoke"
  | "limit"
  | "attempt"
  | "log"
  | "api"
  | "branch"
  | "end"
  /** Not in the record: what a search let happen here, and what it is looking at the consequences of. */
  | "deviation";

/** What Lambda itself writes to a function's log: the timeline says it in other lines. */
const platformLine =
  /^((INIT_START|INIT_REPORT|START|END|REPORT) |RequestId: \S+ Error: |\S+Z \S+ Task timed out after |\S+Z\t\S+\tERROR\tInvoke Error \t|\[ERROR\] \S+: [\s\S]*\nTraceback )/;

type Described = Omit<TimelineLine, "atMs" | "alarming"> & { readonly alarming?: boolean };

/** Reads the record of one call as a timeline, event by event, so that it can be shown while the call runs. */
export class Timeline {
  readonly #contactId: string;
  #startedAt: Millis | undefined;
  readonly #invocations = new Map<string, EventOf<"invocation.started">>();
  readonly #attempts = new Map<string, EventOf<"attempt.started">>();
  readonly #requests = new Map<string, EventOf<"external.started">>();
  readonly #asked: Asked;

  /** `asked`: what was asked of the external APIs before; calls of one caller share it, so that a redial's request is seen to be the same again. */
  constructor(contactId: string, asked: Asked = new Asked()) {
    this.#contactId = contactId;
    this.#asked = asked;
  }

  /** The line that the event adds. Most add one, some add none. */
  read(event: JournalEvent): TimelineLine | undefined {
    if (!("contactId" in event) || event.contactId !== this.#contactId) return undefined;
    this.#startedAt ??= event.at;
    const line = this.#describe(event);
    return line && { atMs: event.at - this.#startedAt, alarming: false, ...line };
  }

  #describe(event: Extract<JournalEvent, { contactId: string | undefined }>): Described | undefined {
    switch (event.type) {
      case "contact.initiated":
        return { subject: "call", text: `${event.from} calls ${event.to}` };
      case "flow.started":
        return { subject: "flow", text: event.flow };
      case "message.started":
        return { subject: "say", text: spoken(event.message) };
      case "input.finished":
        if (event.reply.type === "abandoned") return undefined;
        return event.reply.type === "keys"
          ? { subject: "press", text: event.reply.keys }
          : { subject: "press", text: "(nothing)" };
      case "invocation.started":
        this.#invocations.set(event.id, event);
        return { subject: "invoke", text: `${event.functionName}, for at most ${seconds(event.limitMs)}` };
      case "attempt.started":
        this.#attempts.set(event.id, event);
        return {
          subject: "attempt",
          text: `#${event.number} Connect ${event.number > 1 ? `retries, with ${this.#left(event)} left` : `invokes ${event.functionName}`}`,
        };
      case "attempt.handling":
        return this.#coldStart(event);
      case "attempt.finished":
        return {
          subject: "attempt",
          text: `#${event.number} ${describeOutcome(event.outcome)}${event.orphaned ? ", and nobody is waiting" : ""}`,
          alarming: event.orphaned || event.outcome.type !== "succeeded",
        };
      case "lambda.log":
        if (platformLine.test(event.message)) return undefined;
        return { subject: "log", text: `${this.#number(event.attemptId)} ${ownWords(event.message)}`.trim() };
      case "external.started":
        this.#requests.set(event.id, event);
        return this.#request(event);
      case "external.answered":
        return {
          subject: "api",
          text: `${this.#number(event.attemptId)} ← ${event.external} ${event.status}${this.#heldBack(event)}`.trim(),
        };
      case "external.finished":
        return this.#delivery(event);
      case "invocation.finished":
        return this.#wentOn(event);
      case "action.finished":
        return event.result !== undefined && event.nextAction !== undefined
          ? { subject: "branch", text: `${event.action}: ${event.result} → ${event.nextAction}` }
          : event.error === undefined
            ? undefined
            : {
                subject: "branch",
                text: `${event.action}: ${event.error} → ${event.nextAction ?? "nowhere, the call ends"}`,
              };
      case "contact.queued":
        return { subject: "flow", text: `waits in queue ${event.queue}` };
      case "flow.failed":
        return { subject: "flow", text: `${event.flow} cannot go on: ${event.message}`, alarming: true };
      case "contact.disconnected":
        return {
          subject: "end",
          text:
            event.by === "customer"
              ? "the caller hangs up"
              : event.by === "queue"
                ? "in the queue"
                : event.by === "bench"
                  ? "ringonce ends the call"
                  : "the line hangs up",
        };
      case "action.started":
      case "message.finished":
      case "input.started":
      case "input.key":
        return undefined;
    }
  }

  #left({ invocationId, at }: EventOf<"attempt.started">): string {
    const invocation = this.#invocations.get(invocationId);
    return invocation === undefined ? "some time" : seconds(invocation.at + invocation.limitMs - at);
  }

  #number(attemptId: string | undefined): string {
    const attempt = attemptId === undefined ? undefined : this.#attempts.get(attemptId);
    return attempt === undefined ? "" : `#${attempt.number}`;
  }

  /** The time-out of the function runs from here, not from its start. */
  #coldStart({ id, at, number, coldStart }: EventOf<"attempt.handling">): Described | undefined {
    const startedAt = this.#attempts.get(id)?.at ?? at;
    if (!coldStart || at === startedAt) return undefined;
    return { subject: "attempt", text: `#${number} begins, after a cold start of ${seconds(at - startedAt)}` };
  }

  #request(event: EventOf<"external.started">): Described {
    const { external, attemptId } = event;
    const repetition = this.#asked.read(event);
    return {
      subject: "api",
      text: `${this.#number(attemptId)} → ${external} ${requestName(event)}${repeated(repetition)}`.trim(),
      alarming: repetition === "again",
    };
  }

  #heldBack({ id }: EventOf<"external.answered">): string {
    const request = this.#requests.get(id);
    if (request?.fault === "error-after") return ", which the function sees as 500";
    if (request?.fault === "reset-after") return ", and the connection breaks";
    return request === undefined || request.latencyMs === 0 ? "" : `, held back for ${seconds(request.latencyMs)}`;
  }

  #delivery({ id, delivered, external, attemptId }: EventOf<"external.finished">): Described | undefined {
    const request = this.#requests.get(id);
    const number = this.#number(attemptId);
    if (delivered.type === "abandoned")
      return {
        subject: "api",
        text: `${number} gave up on ${external} ${request?.operation ?? request?.method ?? ""}`.trim(),
      };
    if (delivered.type === "reset")
      return { subject: "api", text: `${number} ${external} broke the connection`.trim() };
    return request?.fault === "error-before"
      ? { subject: "api", text: `${number} ← ${delivered.status}, and ${external} never saw it`.trim() }
      : undefined;
  }

  /** What the attempts' own lines do not say already. */
  #wentOn({ reply, limit }: EventOf<"invocation.finished">): Described | undefined {
    if (reply.type === "abandoned")
      return { subject: "limit", text: "nobody waits for the answer any more", alarming: true };
    if (limit === "block")
      return { subject: "limit", text: "the block's time is over, and the flow goes on", alarming: true };
    if (limit === "chain")
      return {
        subject: "limit",
        text: "the time for functions in a row is over, and the flow goes on",
        alarming: true,
      };
    if (reply.type === "failed" && reply.why !== undefined)
      return { subject: "limit", text: reply.why, alarming: true };
    return undefined;
  }
}

function repeated(repetition: Repetition): string {
  switch (repetition) {
    case "again":
      return ", the same request again";
    case "under its key":
      return ", the same request again under its key";
    case undefined:
      return "";
  }
}

/** A log line without the time and RequestId that Node.js and Python put before it. */
function ownWords(message: string): string {
  return message.replace(
    /^\S+Z\t[0-9a-f-]{36}\tINFO\t|^\S+Z\t[0-9a-f-]{36}\t|^(?:\[INFO\]\t|(\[\w+\]\t))\S+Z\t[0-9a-f-]{36}\t/,
    "$1",
  );
}

function describeOutcome(outcome: AttemptOutcome): string {
  switch (outcome.type) {
    case "timedOut": {
      // "… Task timed out after 7.00 seconds": a start within the request counts as well, which the handler does not see.
      const limit = /after ([\d.]+) seconds/.exec(outcome.errorMessage)?.[1];
      return `is killed by its own time-out${limit === undefined ? "" : ` of ${seconds(Number(limit) * 1_000)}`}`;
    }
    case "succeeded":
      return `answers ${cut(outcome.payload)}`;
    case "functionError":
      return `fails: ${outcome.errorType}: ${cut(outcome.errorMessage)}`;
    case "throttled":
      return `is throttled: ${outcome.reason}`;
    case "serviceError":
      return `meets a fault of Lambda's: ${outcome.message}`;
    case "rejected":
      return `is not taken by Lambda: ${outcome.status} ${outcome.errorType}: ${outcome.message}`;
  }
}

/** Enough to see what it is. The journal has the whole. */
function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function seconds(ms: Millis): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** The whole timeline of one call as text. */
export function timelineText(events: readonly JournalEvent[], contactId: string): string {
  const timeline = new Timeline(contactId);
  return events
    .flatMap((event) => timeline.read(event) ?? [])
    .map(formatLine)
    .join("\n");
}

/** "   7.1  attempt  #2 Connect retries, with 0.9 s left" */
export function formatLine({ atMs, subject, text }: TimelineLine): string {
  return `${(atMs / 1_000).toFixed(1).padStart(6)}  ${labelOf(subject).padEnd(7)}  ${text.replaceAll("\n", `\n${" ".repeat(17)}`)}`;
}

/** A deviation is no part of the record, and looks like nothing else in it. */
export function labelOf(subject: Subject): string {
  return subject === "deviation" ? "!" : subject;
}
