import type { JournalEvent } from "./event.ts";

/** Reads the record of one contact and tells whether something of it still runs, the caller's line or an orphan. */
export class Unfinished {
  readonly #contactId: string;
  readonly #open = new Set<string>();

  constructor(contactId: string) {
    this.#contactId = contactId;
  }

  isAbout(event: JournalEvent): boolean {
    return "contactId" in event && event.contactId === this.#contactId;
  }

  read(event: JournalEvent): void {
    if (!this.isAbout(event)) return;
    switch (event.type) {
      case "contact.initiated":
      case "attempt.started":
        this.#open.add(idOf(event));
        return;
      case "external.started":
        // A silent API never answers: such a request ends with its function, or with the bench.
        if (event.fault !== "silent") this.#open.add(idOf(event));
        return;
      case "contact.disconnected":
      case "attempt.finished":
      case "external.finished":
        this.#open.delete(idOf(event));
        return;
      default:
    }
  }

  get isOver(): boolean {
    return this.#open.size === 0;
  }
}

function idOf(event: { readonly contactId: string | undefined; readonly id?: string }): string {
  return event.id ?? `contact ${event.contactId}`;
}
