import { hash } from "node:crypto";
import type { JournalEvent } from "../../journal/event.ts";

/** What a run comes to, read in one pass: a search reads thousands a second. */
export interface Trace {
  /** Equal for two runs in which the same things happened at the same time after the start. */
  readonly course: string;
  /**
   * The same without moments: equal for two runs in which the caller, Connect and the external APIs saw the same things in
   * the same order. Ids are left out of both, and so is how a request's failure looked to the function (an error, a broken
   * connection): what it made of it is not.
   */
  readonly outcome: () => string;
}

export function traceOf(events: readonly JournalEvent[]): Trace {
  const start = events[0]?.at ?? 0;
  const asked = new Wishes();
  let course = "";
  let outcome = "";
  for (const event of events) {
    const said = describe(event, asked);
    if (said === undefined) continue;
    course += `${event.at - start} ${said}\n`;
    outcome += `${said}\n`;
  }
  return { course: short(course), outcome: () => short(outcome) };
}

export function courseOf(events: readonly JournalEvent[]): string {
  return traceOf(events).course;
}

const short = (text: string): string => hash("sha1", text, "base64url").slice(0, 16);

/**
 * What requests ask for, numbered as it comes in a run. It may carry ids that are others in every run, of the contact or of
 * the handler's own making: what counts is which requests ask for the same thing.
 */
class Wishes {
  readonly #numbers = new Map<string, number>();

  /** Of what is asked, of the key that goes with it, or of what is answered. 0: there is none. */
  numberOf(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return number;
  }
}

/** The event without ids and moments. Undefined: what it says stands in others as well. */
function describe(event: JournalEvent, asked: Wishes): string | undefined {
  switch (event.type) {
    case "contact.initiated":
      return "call";
    case "action.finished":
      return `${event.flow} ${event.action} ${event.result} ${event.error} ${event.nextAction}`;
    case "invocation.finished":
      return `invoked ${event.reply.type} ${event.limit}`;
    case "attempt.handling":
      return `#${event.number} ${event.coldStart}`;
    case "attempt.finished": {
      const { outcome, number, orphaned } = event;
      return `#${number} ${outcome.type} ${"errorType" in outcome ? outcome.errorType : ""} ${orphaned}`;
    }
    case "external.started":
      return `${event.external} ${event.method} ${asked.numberOf(event.meaning)} ${asked.numberOf(event.idempotencyKey)}`;
    case "external.answered":
      return `answered ${event.status} ${asked.numberOf(event.answer)}`;
    case "external.finished":
      return `reached ${event.reached}`;
    case "flow.failed":
      return `failed ${event.message}`;
    case "contact.disconnected":
      return `ended by ${event.by}`;
    case "journal.opened":
    case "flow.started":
    case "contact.queued":
    case "action.started":
    case "message.started":
    case "message.finished":
    case "input.started":
    case "input.key":
    case "input.finished":
    case "invocation.started":
    case "attempt.started":
    case "environment.started":
    case "environment.initialized":
    case "environment.stopped":
    case "lambda.log":
      return undefined;
  }
}
