import { hash } from "node:crypto";
import type { JournalEvent } from "../../journal/event.ts";

/**
 * A run as a short text, equal for two runs in which the caller, Connect and the external APIs saw the same things in
 * the same order. Ids and moments are left out, and so is how a request's failure looked to the function (an error, a
 * broken connection): what it made of it is not.
 */
export function outcomeOf(events: readonly JournalEvent[]): string {
  const asked = new Wishes();
  let what = "";
  for (const event of events) {
    const said = describe(event, asked);
    if (said !== undefined) what += `${said}\n`;
  }
  return short(what);
}

/** The same with moments: equal for two runs in which the same things happened at the same time after the start. */
export function courseOf(events: readonly JournalEvent[]): string {
  const start = events[0]?.at ?? 0;
  const asked = new Wishes();
  let what = "";
  for (const event of events) {
    const said = describe(event, asked);
    if (said !== undefined) what += `${event.at - start} ${said}\n`;
  }
  return short(what);
}

const short = (text: string): string => hash("sha1", text, "base64url").slice(0, 16);

/**
 * What requests ask for, numbered as it comes in a run. It may carry ids that are others in every run, of the contact or of
 * the handler's own making: what counts is which requests ask for the same thing.
 */
class Wishes {
  readonly #numbers = new Map<string, number>();

  numberOf(meaning: string): number {
    const known = this.#numbers.get(meaning);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(meaning, number);
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
      return `${event.external} ${event.method} ${asked.numberOf(event.meaning)}`;
    case "external.answered":
      return `answered ${event.status}`;
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
