import type { Queue } from "./instance.ts";

/** How many contacts wait in each queue. Nobody takes them out: agents are not reproduced. */
export class QueuedContacts {
  readonly #waiting = new Map<string, number>();

  /** False: the queue is at its capacity. */
  add({ name, maxContacts }: Queue): boolean {
    const waiting = this.#waiting.get(name) ?? 0;
    if (maxContacts !== undefined && waiting >= maxContacts) return false;
    this.#waiting.set(name, waiting + 1);
    return true;
  }
}
