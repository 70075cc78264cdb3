import { assert } from "../assert.ts";
import { BenchError } from "../bench-error.ts";
import type { Cancel, Clock, Millis } from "./clock.ts";
import { SimulatedClock, simulatedStart } from "./simulated.ts";
import { SystemClock } from "./system.ts";

export interface DrivenClockOptions {
  readonly start?: Millis;
  /** How long, in real time, a hold may last. Not AWS's number: chosen. */
  readonly realLimitMs?: Millis;
  /** A hold lasted longer: time does not move any more, and what waits for it never happens. Called once. */
  readonly givenUp: (error: BenchError) => void;
}

/**
 * Simulated time among real processes. It stands still while anything is held; once nothing is, and the event loop has
 * nothing left to do, it jumps to the next timer and fires that one alone. So one thing happens after the other, in an
 * order that does not depend on how fast the machine is, and a run repeats itself exactly.
 */
export class DrivenClock implements Clock {
  readonly #time: SimulatedClock;
  readonly #real: Clock = new SystemClock();
  readonly #realLimitMs: Millis;
  readonly #givenUp: (error: BenchError) => void;
  readonly #turns: { readonly order: string; readonly then: () => void }[] = [];
  /** By how much the date lies behind the time that has passed. */
  #setBackBy: Millis = 0;
  #holds = 0;
  #settling = false;
  #over = false;

  constructor({ start = simulatedStart, realLimitMs = 10_000, givenUp }: DrivenClockOptions) {
    this.#time = new SimulatedClock(start);
    this.#realLimitMs = realLimitMs;
    this.#givenUp = givenUp;
  }

  now(): Millis {
    return this.#time.now() - this.#setBackBy;
  }

  /** The moment on a scale that goes on when the date is set back: how long things wait is counted on it. */
  elapsed(): Millis {
    return this.#time.now();
  }

  /** The date is so late once more, as if what happened since had not: the next call starts when the last one did. */
  setBack(date: Millis): void {
    assert(date <= this.now(), "a date is set forward");
    this.#setBackBy = this.#time.now() - date;
  }

  after(delay: Millis, fire: () => void): Cancel {
    const cancel = this.#time.after(delay, fire);
    this.#settle();
    return cancel;
  }

  hold(what: () => string, limitMs = this.#realLimitMs): Cancel {
    let held = true;
    this.#holds += 1;
    const cancelLimit = this.#real.after(limitMs, () => this.#giveUp(what(), limitMs));
    return () => {
      if (!held) return;
      held = false;
      cancelLimit();
      this.#holds -= 1;
      this.#settle();
    };
  }

  inTurn(orderOf: () => string, then: () => void): void {
    const order = orderOf();
    const later = this.#turns.findIndex((turn) => turn.order > order);
    this.#turns.splice(later === -1 ? this.#turns.length : later, 0, { order, then });
    this.#settle();
  }

  #takeTurn(): boolean {
    const turn = this.#turns.shift();
    turn?.then();
    return turn !== undefined;
  }

  /** What is readable, or has been put off by a turn, is dealt with in two turns of the event loop, and may hold again. */
  #settle(): void {
    if (this.#settling) return;
    this.#settling = true;
    setImmediate(() =>
      setImmediate(() => {
        this.#settling = false;
        if (this.#holds > 0 || this.#over) return;
        if (this.#takeTurn() || this.#time.fireNext()) this.#settle();
      }),
    );
  }

  #giveUp(what: string, limitMs: Millis): void {
    if (this.#over) return;
    this.#over = true;
    this.#givenUp(
      new BenchError(
        "ERR_TIME_STANDS_STILL",
        `simulated time has stood still for ${limitMs / 1_000} s of real time: ${what}. In simulated time nothing may wait for the real clock or for something that the bench does not serve. Use --clock system for this call, or declare what it waits for under "externals" in the instance file.`,
      ),
    );
  }
}
