import type { Cancel } from "../clock/clock.ts";
import type { JournalEvent } from "./event.ts";

/** The one record of what happened. Append-only; everything shown anywhere is a reading of it. */
export class Journal {
  readonly #events: JournalEvent[] = [];
  readonly #listeners = new Set<(event: JournalEvent) => void>();
  readonly #keeps: boolean;

  /** `keeps: false`: events go to the listeners alone, for a bench that runs for days. */
  constructor({ keeps }: { readonly keeps: boolean } = { keeps: true }) {
    this.#keeps = keeps;
  }

  append(event: JournalEvent): void {
    if (this.#keeps) this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** What was appended so far, if it is kept. */
  get events(): readonly JournalEvent[] {
    return this.#events;
  }

  /** Hands every later event to `listener`, as it is appended. */
  listen(listener: (event: JournalEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
