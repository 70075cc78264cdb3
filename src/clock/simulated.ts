import { assert } from "../assert.ts";
import type { Cancel, Clock, Millis } from "./clock.ts";

interface Timer {
  readonly due: Millis;
  readonly fire: () => void;
}

/** 2027-01-15T10:00:00+09:00, a Friday: simulated calls start here. */
export const simulatedStart: Millis = Date.UTC(2027, 0, 15, 1);

/**
 * A clock that moves only when told to. Timers fire in order of their due time, ties in the order they were
 * set, and each sees its own due time as now: a timer set by a timer is never late.
 */
export class SimulatedClock implements Clock {
  #now: Millis;
  #timers: Timer[] = []; // soonest first

  constructor(start: Millis = 0) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  after(delay: Millis, fire: () => void): Cancel {
    assert(delay >= 0, "a timer lies in the past");
    const timer = { due: this.#now + delay, fire };
    const later = this.#timers.findIndex((other) => other.due > timer.due);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advanceTo(time: Millis): void {
    assert(time >= this.#now, "time does not go back");
    for (let timer = this.#timers[0]; timer !== undefined && timer.due <= time; timer = this.#timers[0]) {
      this.#timers.shift();
      this.#now = timer.due;
      timer.fire();
    }
    this.#now = time;
  }

  /** Nothing needs to be held back: it does not move by itself. */
  hold(): Cancel {
    return () => {};
  }

  inTurn(_order: string, then: () => void): void {
    then();
  }

  /** Moves on to the next timer and fires that one alone. False if there is none. */
  fireNext(): boolean {
    const timer = this.#timers.shift();
    if (timer === undefined) return false;
    this.#now = timer.due;
    timer.fire();
    return true;
  }

  /** Runs until no timer is left. False if `limit`, a moment, came first. */
  runDry(limit: Millis): boolean {
    for (let timer = this.#timers[0]; timer !== undefined && timer.due <= limit; timer = this.#timers[0]) {
      this.advanceTo(timer.due);
    }
    return this.#timers.length === 0;
  }
}
