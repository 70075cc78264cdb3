import { assert } from "../assert.ts";
import type { Cancel, Clock, Millis } from "./clock.ts";
import { Timers } from "./timers.ts";

/** 2027-01-15T10:00:00+09:00, a Friday: simulated calls start here. */
export const simulatedStart: Millis = Date.UTC(2027, 0, 15, 1);

/**
 * A clock that moves only when told to. Each timer sees its own due time as now: a timer set by a timer is never
 * late.
 */
export class SimulatedClock implements Clock {
  readonly #timers = new Timers();
  #now: Millis;

  constructor(start: Millis = 0) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  after(delay: Millis, fire: () => void): Cancel {
    assert(delay >= 0, "a timer lies in the past");
    return this.#timers.set(this.#now + delay, fire);
  }

  advanceTo(time: Millis): void {
    assert(time >= this.#now, "time does not go back");
    for (let timer = this.#timers.take(time); timer !== undefined; timer = this.#timers.take(time)) {
      this.#now = timer.due;
      timer.fire();
    }
    this.#now = time;
  }

  /** Nothing needs to be held back: it does not move by itself. */
  hold(): Cancel {
    return () => {};
  }

  inTurn(_order: () => string, then: () => void): void {
    then();
  }

  /** Moves on to the next timer and fires that one alone. False if there is none. */
  fireNext(): boolean {
    const timer = this.#timers.take(Number.POSITIVE_INFINITY);
    if (timer === undefined) return false;
    this.#now = timer.due;
    timer.fire();
    return true;
  }

  /** When the next timer is due. */
  get next(): Millis | undefined {
    return this.#timers.next;
  }

  /** Moves on and fires nothing: at most to the next timer. */
  moveTo(time: Millis): void {
    assert(time >= this.#now && time <= (this.next ?? time), "a timer is passed over");
    this.#now = time;
  }

  /** Runs until no timer is left. False if `limit`, a moment, came first. */
  runDry(limit: Millis): boolean {
    for (let next = this.#timers.next; next !== undefined && next <= limit; next = this.#timers.next) {
      this.advanceTo(next);
    }
    return this.#timers.next === undefined;
  }
}
