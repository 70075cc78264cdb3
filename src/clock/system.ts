import type { Cancel, Clock, Millis } from "./clock.ts";
import { Timers } from "./timers.ts";

/** The longest delay that Node's own timer takes: 2^31 - 1 ms. */
const nodeDelayMsMax = 2_147_483_647;

/**
 * Real time. It starts at the wall clock's and then follows the monotonic one, so that an adjustment of the
 * machine's clock during a call moves nothing. One timer of Node's wakes it for the next of its own: several of
 * Node's may fire early by a fraction of a millisecond, and so in another order than they are due.
 */
export class SystemClock implements Clock {
  readonly #epoch = Date.now() - performance.now();
  readonly #timers = new Timers();
  #wakeAt: Millis | undefined;
  #wake: NodeJS.Timeout | undefined;

  now(): Millis {
    return Math.round((this.#epoch + performance.now()) * 1_000) / 1_000;
  }

  after(delay: Millis, fire: () => void): Cancel {
    const cancel = this.#timers.set(this.now() + delay, fire);
    this.#arm();
    return () => {
      cancel();
      if (this.#timers.next === undefined) this.#disarm(); // Nothing left to wait for: the process may end.
    };
  }

  #arm(): void {
    const { next } = this.#timers;
    if (next === undefined || (this.#wakeAt !== undefined && this.#wakeAt <= next)) return;
    this.#disarm();
    this.#wakeAt = next;
    const delay = Math.min(Math.ceil(Math.max(0, next - this.now())), nodeDelayMsMax);
    this.#wake = setTimeout(() => this.#fire(), delay);
  }

  #disarm(): void {
    clearTimeout(this.#wake);
    this.#wake = undefined;
    this.#wakeAt = undefined;
  }

  #fire(): void {
    this.#disarm();
    try {
      for (let timer = this.#timers.take(this.now()); timer !== undefined; timer = this.#timers.take(this.now())) {
        timer.fire();
      }
    } finally {
      this.#arm();
    }
  }

  hold(): Cancel {
    return letGo;
  }

  inTurn(_order: () => string, then: () => void): void {
    then();
  }
}

const letGo: Cancel = () => {};
