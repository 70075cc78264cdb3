import { assert } from "../assert.ts";
import { BenchError } from "../bench-error.ts";
import type { Cancel, Clock, Millis } from "./clock.ts";
import { Pace } from "./pace.ts";
import { SimulatedClock, simulatedStart } from "./simulated.ts";
import { SystemClock } from "./system.ts";

export interface DrivenClockOptions {
  readonly start?: Millis;
  /** How long, in real time, a hold may last. Not AWS's number: chosen. */
  readonly realLimitMs?: Millis;
  /** For somebody who lives in it: so many milliseconds pass in a real one. Without it time jumps to what comes next. */
  readonly speed?: number;
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
  readonly #pace: Pace | undefined;
  readonly #turns: { readonly order: string; readonly then: () => void }[] = [];
  /** By how much the date lies behind the time that has passed. */
  #setBackBy: Millis = 0;
  #holds = 0;
  #settling = false;
  #over = false;

  constructor({ start = simulatedStart, realLimitMs = 10_000, speed, givenUp }: DrivenClockOptions) {
    this.#time = new SimulatedClock(start);
    this.#realLimitMs = realLimitMs;
    this.#pace = speed === undefined ? undefined : new Pace(speed);
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

  /**
   * What comes from outside of simulated time, such as a key that somebody presses, comes at the moment to which time has
   * passed by now. Whoever brings it calls this first.
   */
  catchUp(): void {
    this.#halt();
    this.#settle();
  }

  /** Time passes faster or slower from now on. */
  go(speed: number): void {
    assert(this.#pace !== undefined, "a clock that nobody lives in is given a speed");
    this.#halt();
    this.#pace.speed = speed;
    this.#settle();
  }

  after(delay: Millis, fire: () => void): Cancel {
    const cancel = this.#time.after(delay, fire);
    this.#settle();
    return cancel;
  }

  hold(what: () => string, limitMs = this.#realLimitMs): Cancel {
    let held = true;
    this.#halt();
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
        this.#halt();
        if (this.#takeTurn()) this.#settle();
        else if (this.#pace === undefined) this.#fireNext();
        else this.#pace.pass(this.#time.now(), this.#time.next, () => this.#fireNext());
      }),
    );
  }

  #fireNext(): void {
    this.#pace?.halt();
    if (this.#time.fireNext()) this.#settle();
  }

  #halt(): void {
    const reached = this.#pace?.halt();
    if (reached !== undefined) this.#time.moveTo(Math.min(reached, this.#time.next ?? reached));
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
