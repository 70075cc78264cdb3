import type { Cancel, Millis } from "./clock.ts";

interface Timer {
  readonly due: Millis;
  readonly fire: () => void;
}

/** Timers in the order in which they fire: by their due time, ties in the order in which they were set. */
export class Timers {
  #sorted: Timer[] = [];

  set(due: Millis, fire: () => void): Cancel {
    const timer = { due, fire };
    const later = this.#sorted.findIndex((other) => other.due > due);
    this.#sorted.splice(later === -1 ? this.#sorted.length : later, 0, timer);
    return () => {
      const index = this.#sorted.indexOf(timer);
      if (index !== -1) this.#sorted.splice(index, 1);
    };
  }

  /** When the next one is due. */
  get next(): Millis | undefined {
    return this.#sorted[0]?.due;
  }

  /** Takes out the next one if it is due by `time`. */
  take(time: Millis): Timer | undefined {
    const [first] = this.#sorted;
    return first !== undefined && first.due <= time ? this.#sorted.shift() : undefined;
  }
}
