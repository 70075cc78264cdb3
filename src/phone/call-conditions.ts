import type { ConditionsOf } from "../connect/externals.ts";
import type { Fault } from "../external/fault.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { Journal } from "../journal/journal.ts";

/** How one external API is to behave during a call. */
export interface CallCondition {
  readonly latencyMs: number;
  readonly fault: Fault | undefined;
}

export type ConditionsOfCall = ReadonlyMap<string, CallCondition>;

/** How the external APIs behave in each call: callers who talk to one line at the same time need not share their luck. */
export class CallConditions {
  readonly #byContact = new Map<string, ConditionsOfCall>();
  /** Of the calls that have conditions; an attempt's work may go on after the call, and meets the same ones. */
  readonly #contactOf = new Map<string, string>();
  #next: ConditionsOfCall | undefined;

  constructor(journal: Journal) {
    journal.listen((event) => this.#read(event));
  }

  /** Lets `dial` make a call under these conditions. */
  during<Call>(conditions: ConditionsOfCall, dial: () => Call): Call {
    this.#next = conditions.size === 0 ? undefined : conditions;
    try {
      return dial();
    } finally {
      this.#next = undefined;
    }
  }

  readonly of: ConditionsOf = ({ external, attemptId }) => {
    const contactId = attemptId === undefined ? undefined : this.#contactOf.get(attemptId);
    return contactId === undefined ? undefined : this.#byContact.get(contactId)?.get(external);
  };

  #read(event: JournalEvent): void {
    if (event.type === "contact.initiated" && this.#next !== undefined) {
      this.#byContact.set(event.contactId, this.#next);
      this.#next = undefined;
    } else if (event.type === "attempt.started" && this.#byContact.has(event.contactId)) {
      this.#contactOf.set(event.id, event.contactId);
    }
  }
}
