import type { JournalEvent } from "./event.ts";

/** Reads the record and tells whether something of it is still open: a caller's line, an Invoke block, an orphan. */
export class Unfinished {
  readonly #open = new Set<string>();

  read(event: JournalEvent): void {
    switch (event.type) {
      case "contact.initiated":
        this.#open.add(event.contactId);
        return;
      case "contact.disconnected":
        this.#open.delete(event.contactId);
        return;
      case "invocation.started":
      case "attempt.started":
        this.#open.add(event.id);
        return;
      case "invocation.finished":
      case "attempt.finished":
        this.#open.delete(event.id);
        return;
      case "external.started":
        // A silent API never answers: such a request ends with its function, or with the bench.
        if (event.fault !== "silent") this.#open.add(event.id);
        return;
      // What the API does for a request is done with its answer. A function that is frozen may never read it.
      case "external.answered":
      case "external.finished":
        this.#open.delete(event.id);
        return;
      default:
    }
  }

  get isOver(): boolean {
    return this.#open.size === 0;
  }
}
