import { assert } from "../assert.ts";
import type { Millis } from "../clock/clock.ts";
import type { EventOf, JournalEvent } from "../journal/event.ts";

/** Where in its run an attempt stands. */
export interface Whereabouts {
  readonly started: EventOf<"attempt.started">;
  /** The same for the same attempt of every run: "call-1/reserve-1/attempt-2". No id or moment is part of it. */
  readonly place: string;
  /** When the flow stops waiting for it. */
  readonly deadline: Millis;
  /** When its handler was given its event, if it was: the function's own time-out runs from there. */
  readonly handlingAt: Millis | undefined;
}

/** Reads the journal as it is written, and tells where the attempts of its calls stand. */
export class Atlas {
  readonly #calls = new Map<string, number>();
  readonly #invocations = new Map<string, { readonly place: string; readonly deadline: Millis }>();
  readonly #runsOf = new Map<string, number>();
  readonly #attempts = new Map<string, Whereabouts>();

  read(event: JournalEvent): void {
    if (event.type === "contact.initiated") this.#calls.set(event.contactId, this.#calls.size + 1);
    else if (event.type === "invocation.started") this.#readInvocation(event);
    else if (event.type === "attempt.started") {
      const invocation = this.#invocations.get(event.invocationId);
      assert(invocation !== undefined, "an attempt belongs to no invocation");
      const { place, deadline } = invocation;
      const where = `${place}/attempt-${event.number}`;
      this.#attempts.set(event.id, { started: event, place: where, deadline, handlingAt: undefined });
    } else if (event.type === "attempt.handling") {
      this.#attempts.set(event.id, { ...this.attempt(event.id), handlingAt: event.at });
    }
  }

  /** Whether the attempt is one of the calls that it has read of. */
  knows(attemptId: string): boolean {
    return this.#attempts.has(attemptId);
  }

  /** "call-1/reserve-1" */
  placeOfInvocation(invocationId: string): string {
    const invocation = this.#invocations.get(invocationId);
    assert(invocation !== undefined, "an invocation that the journal does not know");
    return invocation.place;
  }

  attempt(attemptId: string): Whereabouts {
    const attempt = this.#attempts.get(attemptId);
    assert(attempt !== undefined, "an attempt that the journal does not know");
    return attempt;
  }

  #readInvocation({ id, contactId, action, at, limitMs }: EventOf<"invocation.started">): void {
    const block = `call-${this.#calls.get(contactId)}/${action}`;
    const run = (this.#runsOf.get(block) ?? 0) + 1;
    this.#runsOf.set(block, run);
    this.#invocations.set(id, { place: `${block}-${run}`, deadline: at + limitMs });
  }
}
