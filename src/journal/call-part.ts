import type { JournalEvent } from "./event.ts";

/**
 * Which events of a journal tell of one call: its own, the journal's first line, and what happens in the execution
 * environments that were started for it.
 */
export class CallPart {
  readonly #contactId: string;
  readonly #attempts = new Set<string>();
  readonly #environments = new Set<string>();
  readonly #logStreams = new Set<string>();

  constructor(contactId: string) {
    this.#contactId = contactId;
  }

  /** Reads the next event of the journal; true if it is one of them. */
  read(event: JournalEvent): boolean {
    switch (event.type) {
      case "journal.opened":
        return true;
      case "environment.started":
        if (event.attemptId === undefined || !this.#attempts.has(event.attemptId)) return false;
        this.#environments.add(event.id);
        this.#logStreams.add(event.logStream);
        return true;
      case "environment.initialized":
      case "environment.stopped":
        return this.#environments.has(event.id);
      case "lambda.log":
        // What an environment writes while it starts is nobody's: it is told with the call that it starts for.
        if (event.contactId === undefined) return this.#logStreams.has(event.logStream);
        return event.contactId === this.#contactId;
      case "attempt.started":
        if (event.contactId === this.#contactId) this.#attempts.add(event.id);
        return event.contactId === this.#contactId;
      default:
        return event.contactId === this.#contactId;
    }
  }
}
